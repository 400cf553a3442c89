"""Numbers as in numbers.md."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.cleanse import numbers
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.decimal_marks import ASPECT
from lakehouse.cleanse.number_forms import plain, shown_mark
from lakehouse.cleanse.records import _written
from tests.variants.tables import rows
from tests.variants.values import outcome

PAGE = "numbers.md"
(AMOUNT,) = (c for c in load("source.transactions").columns if c.name == "amount")
BALANCE = replace(AMOUNT, minimum=None, maximum=None, currency_column=None)


ALONE = "As programs write them", "Thousands and decimals, where the number itself tells"


@pytest.mark.parametrize("row", [row for part in ALONE for row in rows(PAGE, part)], ids=str)
def test_a_number_alone(row: dict[str, str]) -> None:
    assert outcome("transactions", "amount", row["text"]) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Thousands or decimals"), ids=str)
def test_the_other_numbers_of_its_column_settle_it(row: dict[str, str]) -> None:
    others = [{"amount": text} for text in row["beside"].split(" and ") if text]
    found = outcome("transactions", "amount", row["text"], ({}, *others))
    assert found == row["becomes"]


@pytest.mark.parametrize(
    ("own", "file", "told", "mark"),
    [
        ("", "", None, None),
        ("", "", ",", ","),
        ("", ",", None, ","),
        ("", ",", ".", ","),
        (".", ".,", ",", "."),
        (".,", ".,", ",", None),
        ("", ".,", ",", None),
    ],
)
def test_the_column_settles_it_then_the_file_then_the_contract(
    own: str, file: str, told: str | None, mark: str | None
) -> None:
    clues = Clues({ASPECT: set(own)}, {ASPECT: set(file)})
    assert _written(replace(AMOUNT, decimal_mark=told), clues).mark == mark


@pytest.mark.parametrize("row", rows(PAGE, "Signs and brackets"), ids=str)
def test_signs_and_brackets(row: dict[str, str]) -> None:
    texts = pa.array([row["text"]])
    found = numbers.judge(texts, BALANCE, numbers.Written(), None)
    assert str(found.codes[0].as_py() or found.values[0].as_py()) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Currency marks"), ids=str)
def test_a_currency_mark_agrees_with_its_column(row: dict[str, str]) -> None:
    found = outcome("transactions", "amount", row["text"], ({"currency": row["currency"]},))
    assert found == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Currency marks in a column of one currency"), ids=str)
def test_a_currency_mark_agrees_with_the_contract(row: dict[str, str]) -> None:
    assert outcome("events", "price", row["text"]) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Whole numbers"), ids=str)
def test_whole_numbers(row: dict[str, str]) -> None:
    assert outcome("users", "age", row["text"]) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Numbers of the format"), ids=str)
def test_numbers_of_the_format(row: dict[str, str]) -> None:
    native = frozenset({"amount"})
    assert outcome("transactions", "amount", row["text"], native=native) == row["becomes"]


@given(st.text("0123456789., -€$EUR", max_size=10), st.sampled_from(["EUR", "USD", "CHF", None]))
def test_marks_are_taken_off_at_once_as_the_careful_way_takes_them(text: str, code: str) -> None:
    bare = " ".join(text.split())
    texts, stated = pa.array([bare], pa.string()), pa.array([code], pa.string())
    spec, written = replace(BALANCE, currency_column="currency"), numbers.Written()
    quick = numbers._odd(texts, spec, written, stated)
    careful = numbers._hard(texts, spec, written, stated)
    assert quick.values == careful.values
    assert quick.codes == careful.codes


@given(st.decimals(0, 10**9, places=2), st.sampled_from([",.", ".,", " ,", "'.", " ."]))
def test_what_a_person_divides_is_read_as_it_was(number: Decimal, marks: str) -> None:
    thousands, decimal = marks
    text = f"{number:,.2f}".translate(str.maketrans(",.", marks))
    assert Decimal(plain(text, None) or "NaN") == number
    assert shown_mark(text) == decimal, thousands


@given(st.text("0123456789., '-+()€$eE", max_size=12))
def test_a_number_is_the_same_whatever_way_it_takes(text: str) -> None:
    """The quick ways, for values as programs write them, say what the careful one says."""
    written = numbers.Written(".")
    quick = numbers.judge(pa.array([text, "x"]), BALANCE, written, None)
    careful = numbers._hard(
        pa.array([text.strip() and " ".join(text.split())]), BALANCE, written, None
    )
    if quick.codes[0].as_py() is None and quick.values[0].as_py() is not None:
        assert quick.values[0].as_py() == careful.values[0].as_py()
