"""One value at a time through the judgement, on both engines (rules: docs/cleansing-rules.md)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

AMOUNTS = {
    "12.5": "12.50",
    "+12.50": "12.50",
    "0012": "12.00",
    "1e3": "1000.00",
    ".5": "0.50",
    "5.": "5.00",
    "19.990": "19.99",
    "1,234.56": "1234.56",
    "1.234,56": "1234.56",
    "1 234,56": "1234.56",
    "1'234.56": "1234.56",
    "1,234,567.00": "out_of_range",
    "12,50": "12.50",
    "12,5": "12.50",
    "€12.50": "12.50",
    "12,50 €": "12.50",
    "EUR 12.50": "12.50",
    "$12.50": "currency_conflict",
    "1,234": "ambiguous_number",
    "1.234": "too_precise",
    "1.23400000000001": "too_precise",
    "0": "out_of_range",
    "-5": "out_of_range",
    "(5.00)": "out_of_range",
    "1000000.01": "out_of_range",
    "12345678901234567890123456789012345678901": "out_of_range",
    "twelve": "invalid_number",
    "1.2.3": "invalid_number",
    "12,34,56": "invalid_number",
    "0x1F": "invalid_number",
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
    "2025-03-01T24:00:00Z": "invalid_timestamp",
    "2025-03-01T12:34:56+99:00": "invalid_timestamp",
    "31/31/2025": "invalid_timestamp",
    "yesterday": "invalid_timestamp",
    "1999-12-31T23:59:59Z": "out_of_range",
    "2035-12-31T23:59:59.999999Z": "2035-12-31 23:59:59.999999",
    "2036-01-01T00:00:00Z": "out_of_range",
    "undefined": "missing",
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
        "u00000042": "U00000042",
        "\tU00000042 ": "U00000042",
        "U 42": "bad_format",
        "N/A": "missing",
    },
}
EXPECTED = {"amount": AMOUNTS, "updated_at": MOMENTS, **TEXTS}


@pytest.fixture(scope="module", params=["sail", pytest.param("spark", marks=pytest.mark.slow)])
def found(request: pytest.FixtureRequest) -> dict[str, list[str | None]]:
    """What becomes of the values, column by column."""
    command = [sys.executable, "-m", "tests.glue_scripts.value_outcomes", request.param]
    asked = json.dumps({column: list(values) for column, values in EXPECTED.items()})
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    outcomes: dict[str, list[str | None]] = json.loads(done.stdout.splitlines()[-1])
    return outcomes


@pytest.mark.parametrize("column", EXPECTED)
def test_a_value_becomes(found: dict[str, list[str | None]], column: str) -> None:
    expected = EXPECTED[column]
    assert dict(zip(expected, found[column], strict=True)) == expected
