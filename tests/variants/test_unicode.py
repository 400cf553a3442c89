"""One spelling for one text, as in unicode.md."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.cleanse.characters import ODD_CHARACTERS, fold
from lakehouse.cleanse.columns import matches
from tests.variants.tables import rows
from tests.variants.values import outcome

PAGE = "unicode.md"


@pytest.mark.parametrize("row", rows(PAGE, "Texts"), ids=str)
def test_a_text(row: dict[str, str]) -> None:
    assert outcome("users", "city", row["text"]) == row["becomes"]


@pytest.mark.parametrize("row", rows(PAGE, "Keys, codes, numbers and dates"), ids=str)
def test_a_value_of_another_kind(row: dict[str, str]) -> None:
    dataset = "events" if row["column"] == "session_id" else "users"
    assert outcome(dataset, row["column"], row["text"]) == row["becomes"]


@given(st.text())
def test_folding_once_is_enough(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="utf-8", min_codepoint=128)))
def test_twins_become_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text(st.characters(codec="utf-8", min_codepoint=128), min_size=1))
def test_what_looks_usual_needs_no_folding(text: str) -> None:
    usual = not matches(pa.array([text]), f"[{ODD_CHARACTERS}]")[0].as_py()
    assert not usual or fold(text) == text
