"""What becomes of values, one at a time, on one engine: a program of its own.

One process cannot run both engines: PySpark decides for the first one it meets.
"""

from __future__ import annotations

import json
import sys

from pyspark.sql import SparkSession

from contracts import Contract, load
from edp.engine import Engine, engine
from lakehouse.cleanse.records import date_orders, judged
from lakehouse.session import session

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


def main(name: Engine) -> None:
    """Reads columns with their values from standard input, and says what becomes of each."""
    with engine(name):
        print(json.dumps(outcomes(session("test"), json.load(sys.stdin))))


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


if __name__ == "__main__":
    main("spark" if sys.argv[1] == "spark" else "sail")
