"""No value, as in no-value.md."""

from __future__ import annotations

import pytest

from tests.variants.tables import rows
from tests.variants.values import NOTHING, outcome

PAGE = "no-value.md"
DATASETS = {
    "name": "users",
    "city": "users",
    "product_id": "events",
    "device": "events",
    "price": "events",
    "delivered_at": "transactions",
}
WORDS = [
    (column, row["text"], row[column]) for row in rows(PAGE, "No value") for column in DATASETS
]


@pytest.mark.parametrize(("column", "text", "expected"), WORDS)
def test_a_word_in_a_column(column: str, text: str, expected: str) -> None:
    found = outcome(DATASETS[column], column, text)
    assert found == {"": NOTHING, "kept": text}.get(expected, expected)


@pytest.mark.parametrize("row", rows(PAGE, "Values that the contract allows"), ids=str)
def test_allowed_values_are_values(row: dict[str, str]) -> None:
    assert outcome("users", "country", row["text"]) == row["becomes"]
