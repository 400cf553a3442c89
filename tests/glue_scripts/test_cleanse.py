"""One value at a time through the judgement, on both engines (rules: docs/cleansing-rules.md)."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession

from contracts import Contract, load
from edp.engine import Engine, engine
from lakehouse.cleanse.records import date_orders, judged
from lakehouse.session import session

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


@pytest.fixture(
    scope="module",
    params=["sail", pytest.param("spark", marks=pytest.mark.slow)],
)
def found(request: pytest.FixtureRequest) -> dict[str, list[str | None]]:
    name: Engine = request.param
    with engine(name):
        return outcomes(session("test"), {c: list(values) for c, values in EXPECTED.items()})


def outcomes(spark: SparkSession, values: dict[str, list[str]]) -> dict[str, list[str | None]]:
    """Per column, what becomes of each of its values in an otherwise good transaction."""
    contract = load("source.transactions")
    records = [GOOD | {column: v} for column, texts in values.items() for v in texts]
    found = iter(_judged(spark, contract, records))
    return {c: [_outcome(next(found), c) for _ in texts] for c, texts in values.items()}


def _judged(
    spark: SparkSession, contract: Contract, records: list[dict[str, str]]
) -> list[dict[str, str | None]]:
    columns = [*contract.column_names, "_rescued", "_defect", "_raw", "_source_uri"]
    # A file of its own for each, so that none settles another one's dates.
    rows = [
        tuple({**r, "_source_uri": f"{i:04}.csv"}.get(c) for c in columns)
        for i, r in enumerate(records)
    ]
    schema = ", ".join(f"{c} string" for c in columns)
    bronze = spark.createDataFrame(rows, schema).selectExpr(
        "*", "'v1' as _source_version", "1L as _record_no", "current_timestamp() as _arrived_at"
    )
    typed = judged(bronze, contract, date_orders(bronze, contract))
    texts = [f"cast({c} as string) as {c}" for c in contract.column_names]
    ordered = typed.orderBy("_source_uri").selectExpr(*texts, "reasons", "_issues")
    return [row.asDict() for row in ordered.collect()]


def _outcome(record: dict[str, str | None], column: str) -> str | None:
    reasons = [r for r in (record["reasons"] or "").split(";") if r]
    assert all(r.startswith(f"{column}:") for r in reasons), reasons
    return reasons[0].removeprefix(f"{column}:") if reasons else record[column]


@pytest.mark.parametrize("column", EXPECTED)
def test_a_value_becomes(found: dict[str, list[str | None]], column: str) -> None:
    expected = EXPECTED[column]
    assert dict(zip(expected, found[column], strict=True)) == expected
