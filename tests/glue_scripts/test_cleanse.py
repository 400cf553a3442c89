"""One value at a time through the judgement (rules: docs/cleansing-rules.md)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from contracts import datasets, load
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.columns import matches
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.nothing import NOTHING, WORDS
from lakehouse.cleanse.records import judged
from lakehouse.cleanse.tidy import ODD_SPACE

AMOUNTS = {
    "12.5": "12.50",
    "+12.50": "12.50",
    "0012": "12.00",
    "1e3": "1000.00",
    ".5": "0.50",
    "5.": "5.00",
    "19.990": "ambiguous_number",
    "0.990": "0.99",
    "1234.990": "1234.99",
    "1,234.56": "1234.56",
    "1.234,56": "1234.56",
    "1 234,56": "1234.56",
    "1'234.56": "1234.56",
    "1,234,567.00": "1234567.00",
    "12,50": "12.50",
    "12,5": "12.50",
    "€12.50": "12.50",
    "12,50 €": "12.50",
    "EUR 12.50": "12.50",
    "$12.50": "currency_conflict",
    "1,234": "ambiguous_number",
    "1.234": "ambiguous_number",
    "0.234": "too_precise",
    "1.23400000000001": "too_precise",
    "0": "0.00",
    "-5": "-5.00",
    "(5.00)": "-5.00",
    "1000000.01": "1000000.01",
    "1000000000.01": "out_of_range",
    "12345678901234567890123456789012345678901": "out_of_range",
    "twelve": "invalid_number",
    "1.2.3": "invalid_number",
    "12,34,56": "invalid_number",
    "0x1F": "invalid_number",
    "1e999999999": "out_of_range",
    "1e99999999999999999999": "out_of_range",
    "1e-999999999": "too_precise",
    "(-5)": "invalid_number",
    "1 234": "1234.00",
    "1234567890123456": "out_of_range",
    "NaN": "missing",
    "": "missing",
    " - ": "missing",
}
MOMENTS = {
    "2025-03-01T12:34:56Z": "2025-03-01 12:34:56",
    "2025-03-01 12:34:56": "2025-03-01 12:34:56",
    "2025-03-01T12:34:56.789012345Z": "2025-03-01 12:34:56.789012",
    "2025-03-01T12:34:56.7+02:00": "2025-03-01 10:34:56.7",
    "2025-03-01T12:34:56+0200": "2025-03-01 10:34:56",
    "2025-03-01 12:34": "2025-03-01 12:34:00",
    "2025-03-01": "2025-03-01 00:00:00",
    "20250301": "2025-03-01 00:00:00",
    "2025/03/01 9:30": "2025-03-01 09:30:00",
    "1740832496": "2025-03-01 12:34:56",
    "1740832496.5": "2025-03-01 12:34:56.5",
    "1740832496.123456": "2025-03-01 12:34:56.123456",
    "1740832496.1234567": "2025-03-01 12:34:56.123456",
    "1740832496789": "2025-03-01 12:34:56.789",
    "01.03.2025 12:34:56": "2025-03-01 12:34:56",
    "1 Mar 2025 12:34:56": "2025-03-01 12:34:56",
    "March 1, 2025": "2025-03-01 00:00:00",
    "31/12/2025": "2025-12-31 00:00:00",
    "12/31/2025": "2025-12-31 00:00:00",
    "05/05/2025": "2025-05-05 00:00:00",
    "03/04/2025": "ambiguous_timestamp",
    "2025-02-30T00:00:00Z": "invalid_timestamp",
    "2025-02-30": "invalid_timestamp",
    "2025-03-01T24:00:00Z": "2025-03-02 00:00:00",
    "2025-03-01T12:34:56+99:00": "invalid_timestamp",
    "31/31/2025": "invalid_timestamp",
    "2024-02-29 10:00:00": "2024-02-29 10:00:00",
    "2025-02-29 10:00:00": "invalid_timestamp",
    "2025-04-31 10:00:00": "invalid_timestamp",
    "2025-03-01T12:34:56-18:00": "2025-03-02 06:34:56",
    "2025-03-01T12:34:56+18:30": "invalid_timestamp",
    "2025-03-01T12:60:00Z": "invalid_timestamp",
    "1 Foo 2025": "invalid_timestamp",
    "0000-02-29": "out_of_range",
    "0001-01-01T00:00:00+02:00": "out_of_range",
    "9999999999999": "out_of_range",
    "yesterday": "invalid_timestamp",
    "1999-12-31T23:59:59Z": "out_of_range",
    "2035-12-31T23:59:59.999999Z": "2035-12-31 23:59:59.999999",
    "2036-01-01T00:00:00Z": "out_of_range",
    "undefined": "None",
}
TEXTS = {
    "status": {
        "paid": "paid",
        " PAID ": "paid",
        "canceled": "cancelled",
        "lost": "not_allowed",
        "na": "missing",
        "\u00a0null\u2003": "missing",
    },
    "user_id": {
        "U00000042": "U00000042",
        "u00000042": "u00000042",
        "\tU00000042 ": "U00000042",
        "U 42": "U 42",
        "N/A": "None",
        "unknown": "None",
        "guest": "None",
        "0": "None",
        "42": "42",
        "007": "007",
        "450789469.0": "450789469",
        "4.50789469E+8": "450789469",
        "1.5": "1.5",
        "1E5": "1E5",
        "4.50789E+14": "bad_format",
        "1e+22": "bad_format",
        "12345678901234567890.0": "bad_format",
        "gid://shopify/Order/450789469": "gid://shopify/Order/450789469",
        "#1001": "#1001",
        "ada@example.com": "ada@example.com",
        "########": "bad_format",
        "[object Object]": "bad_format",
        "False": "bad_format",
        "U1\x00": "bad_format",
        "U1\ufffd": "bad_format",
        "U" * 255: "U" * 255,
        "U" * 256: "bad_format",
    },
}
EXPECTED = {"amount": AMOUNTS, "updated_at": MOMENTS, **TEXTS}
GOOD = {
    "tx_id": "T0000000042",
    "user_id": "U00000042",
    "amount": "129.90",
    "currency": "EUR",
    "status": "paid",
    "payment_method": "card",
    "country": "NA",
    "created_at": "2011-03-01T12:34:56Z",
    "updated_at": "2011-03-04T10:05:00Z",
}
TRANSACTIONS = load("source.transactions")
ARRIVED = datetime(2026, 6, 1, tzinfo=UTC)


def outcome(column: str, text: str, *others: str, **beside: str) -> str | None:
    """What becomes of a value in an otherwise good transaction, with others in the same file."""
    rows = [GOOD | beside | {"_arrived_at": ARRIVED, column: v} for v in (text, *others)]
    bronze = pa.Table.from_pylist(rows, bronze_schema(TRANSACTIONS))
    found = judged(bronze, TRANSACTIONS, Evidence.of([bronze], TRANSACTIONS))
    reasons = [r for r in (found["reasons"][0].as_py() or "").split(";") if r]
    assert all(r.startswith(f"{column}:") for r in reasons), reasons
    value = found[column][0].as_py()
    return reasons[0].removeprefix(f"{column}:") if reasons else _shown(value)


def _shown(value: object) -> str:
    text = str(value).removesuffix("+00:00")
    return text.rstrip("0") if "." in text and ":" in text else text


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [(column, *case) for column, cases in EXPECTED.items() for case in cases.items()],
)
def test_a_value_becomes(column: str, text: str, expected: str) -> None:
    assert outcome(column, text) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("31/12/2025", "2025-04-03 00:00:00"),
        ("12/31/2025", "2025-03-04 00:00:00"),
        ("2025-12-31", "ambiguous_timestamp"),
    ],
)
def test_the_file_settles_which_of_day_and_month_comes_first(other: str, expected: str) -> None:
    assert outcome("updated_at", "03/04/2025", other) == expected


def test_a_file_that_contradicts_itself_settles_nothing() -> None:
    found = outcome("updated_at", "03/04/2025", "31/12/2025", "12/31/2025")
    assert found == "ambiguous_timestamp"


@pytest.mark.parametrize(
    ("currency", "amount", "expected"),
    [
        ("JPY", "1200", "1200.00"),
        ("JPY", "1200.00", "1200.00"),
        ("JPY", "1200.50", "too_precise"),
        ("jpy", "¥1,200,000", "1200000.00"),
        ("KRW", "-300", "-300.00"),
        ("KWD", "1.5", "1.50"),
        ("KWD", "1.5055", "too_precise"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    currency: str, amount: str, expected: str
) -> None:
    assert outcome("amount", amount, currency=currency) == expected


PATTERNS = [
    (c.name, c.pattern, c.example)
    for d in datasets()
    for c in load(f"source.{d}").columns
    if c.pattern
]


@pytest.mark.parametrize(("name", "pattern", "example"), PATTERNS)
def test_what_has_the_form_of_its_column_needs_no_tidying(
    name: str, pattern: str, example: str
) -> None:
    spaced = [
        f"{example[:at]}{white}{example[at:]}"
        for at in range(len(example) + 1)
        for white in f" {ODD_SPACE}"
    ]
    nothing = [
        case(word) for word in (*NOTHING, *WORDS) for case in (str.lower, str.upper, str.title)
    ]
    untidy = pa.array(spaced + nothing)
    assert re.fullmatch(pattern, example), name
    assert not untidy.filter(matches(untidy, pattern)).to_pylist(), name
