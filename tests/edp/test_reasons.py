"""Every reason has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edp.reasons import in_words
from generator.kinds import FILE_KINDS, STRUCTURAL_KINDS

DOCS = Path(__file__).parents[2] / "docs"


def _listed() -> set[str]:
    """Codes in the first column of the tables of the two rule pages."""
    pages = (DOCS / f"{name}-rules.md" for name in ("reading", "cleansing"))
    return {c for p in pages for c in re.findall(r"(?m)^\| `([a-z_]+)` \|", p.read_text("utf-8"))}


def _planted() -> set[str]:
    kinds = (*FILE_KINDS.values(), *STRUCTURAL_KINDS.values())
    return {kind.reason for kind in kinds if kind.reason}


@pytest.mark.parametrize("code", sorted(_listed() | _planted()))
def test_a_reason_reads_as_words(code: str) -> None:
    words = in_words("users", code)
    assert words != code.replace("_", " ")
    assert len(words) <= 34


def test_the_pages_are_read() -> None:
    assert {"ragged_row", "out_of_range"} <= _listed()


def test_a_column_stands_before_the_words() -> None:
    assert in_words("events", "price:out_of_range") == "price: outside the allowed range"


def test_rules_over_several_columns_are_the_contract_s() -> None:
    expected = "Goods cannot arrive before they are ordered"
    assert in_words("transactions", "delivered_before_created") == expected


def test_an_unknown_reason_is_said_as_it_is() -> None:
    assert in_words("unknown", "some_new_code") == "some new code"
