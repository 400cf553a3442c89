"""Telephone numbers as in phones.md."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.cleanse import phones
from tests.variants.tables import rows
from tests.variants.values import outcome

PAGE = "phones.md"
PARTS = "Without a country beside them", "As programs damage them", "More or less than one number"
(PHONE,) = (c for c in load("source.users").columns if c.name == "phone")


@pytest.mark.parametrize("row", [row for part in PARTS for row in rows(PAGE, part)], ids=str)
def test_a_number(row: dict[str, str]) -> None:
    assert outcome("users", "phone", row["text"]) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "With the country in `country`"), ids=str)
def test_a_number_beside_a_country(row: dict[str, str]) -> None:
    spec = replace(PHONE, country_column="country")
    countries = pa.array([row["country"] or None], pa.string())
    found = phones.judge(pa.array([row["text"]]), spec, countries)
    assert (found.codes[0].as_py() or found.values[0].as_py()) == row["becomes"]


@given(st.from_regex(rf"\A(?:{phones.ABROAD}|{phones.WITHIN})\Z"))
def test_the_quick_way_and_the_careful_one_agree(text: str) -> None:
    assert phones._number(text, "") == text


@given(st.from_regex(phones.GROUPED.replace("$", r"\Z")))
def test_groups_are_joined_as_the_careful_way_joins_them(text: str) -> None:
    found = phones.judge(pa.array([text]), PHONE, None)
    assert found.values[0].as_py() == phones._number(text, "")


@given(st.text("0123456789+ -/.(),", max_size=24), st.sampled_from(["", "DE", "US", "IT", "ZZ"]))
def test_a_number_has_the_digits_that_were_written_in_their_order(text: str, country: str) -> None:
    found = phones._number(text, country)
    if found is not None:
        written = re.sub("[^0-9]", "", text)
        assert re.fullmatch(r"\+?[0-9]{7,15}", found)
        rest = iter(written if not country else "49139" + written)
        assert all(digit in rest for digit in found.lstrip("+"))
