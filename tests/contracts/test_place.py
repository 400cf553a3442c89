"""Where a contract decides, and what it expects: people are told the line to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import load
from contracts.expected import expected
from contracts.place import place_of, threshold_place

ROOT = Path(__file__).parents[2]
CODES = (
    "missing",
    "bad_format",
    "not_allowed",
    "invalid_number",
    "ambiguous_number",
    "too_precise",
    "out_of_range",
    "invalid_timestamp",
    "ambiguous_timestamp",
    "currency_conflict",
    "a_code_of_tomorrow",
)


@pytest.mark.parametrize(
    ("dataset", "reason", "line"),
    [
        ("transactions", "amount:too_precise", "physicalType: decimal(12,2)"),
        ("transactions", "amount:out_of_range", "logicalTypeOptions: {minimum: -1000000000,"),
        ("transactions", "amount:currency_conflict", "{property: currencyColumn, value: currency}"),
        ("events", "price:currency_conflict", "{property: currency, value: EUR}"),
        ("transactions", "amount:missing", "required: true"),
        ("transactions", "currency:not_allowed", "property: membersFrom"),
        ("transactions", "status:not_allowed", "members"),
        ("transactions", "tx_id:bad_format", "logicalTypeOptions: {format: identifier}"),
        ("transactions", "created_at:ambiguous_timestamp", "logicalType: timestamp"),
        ("transactions", "delivered_before_created", "name: delivered_before_created"),
        ("users", "age:a_code_of_tomorrow", "name: age"),
    ],
)
def test_the_line_that_decides(dataset: str, reason: str, line: str) -> None:
    place = place_of(load(f"source.{dataset}"), reason)
    assert place is not None
    file, _, number = str(place).partition(":")
    assert line in (ROOT / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]


@pytest.mark.parametrize("reason", ["ragged_row", "no_such_column:missing", "file_set_aside"])
def test_what_no_contract_decides_has_no_line(reason: str) -> None:
    assert place_of(load("source.users"), reason) is None
    assert expected(load("source.users"), reason) is None


def test_the_line_of_the_threshold() -> None:
    place = threshold_place(load("source.events"))
    assert place is not None
    lines = (ROOT / place.file).read_text(encoding="utf-8").splitlines()
    assert "quarantineThreshold" in lines[place.line - 1]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("amount:missing", "a value"),
        ("amount:too_precise", "at most 2 decimals"),
        ("amount:out_of_range", "-1000000000 to 1000000000"),
        ("amount:currency_conflict", "the currency that column currency says"),
        ("currency:not_allowed", "one of the 179 codes of gold.dim_currency"),
        ("tx_id:bad_format", "an identifier: at most 255 characters, all of its digits there"),
        ("created_at:out_of_range", "2010-01-01 to 2035-12-31"),
        ("delivered_before_created", "Goods cannot arrive before they are ordered"),
    ],
)
def test_what_is_expected(reason: str, words: str) -> None:
    assert expected(load("source.transactions"), reason) == words


def test_a_form_that_no_pattern_says_has_its_name() -> None:
    assert expected(load("source.users"), "phone:bad_format") == "a phone number"


@pytest.mark.parametrize("dataset", ["events", "transactions", "users"])
def test_every_column_and_code_has_a_place_and_never_an_error(dataset: str) -> None:
    contract = load(f"source.{dataset}")
    for column in contract.columns:
        for code in CODES:
            assert place_of(contract, f"{column.name}:{code}")
            expected(contract, f"{column.name}:{code}")
