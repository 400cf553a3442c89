"""What becomes of one value in an otherwise good record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa

from contracts import load
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged

STAYS = "as it is"
NOTHING = "no value"
GOOD = {
    c.name: c.example
    for d in ("users", "events", "transactions")
    for c in load(f"source.{d}").columns
}


def outcome(
    dataset: str,
    column: str,
    text: str,
    others: Sequence[Mapping[str, str]] = (),
    native: frozenset[str] = frozenset(),
) -> str:
    """The clean value, `no value`, or why there is none.

    Args:
        dataset: whose record it is.
        column: where the value stands.
        text: the value as it came.
        others: what other records of the file, or this one (first), have in their columns.
        native: columns of numbers of the format.
    """
    contract = load(f"source.{dataset}")
    here, *beside = others or ({},)
    rows = [GOOD | dict(here) | {column: text}, *(GOOD | dict(other) for other in beside)]
    bronze = pa.Table.from_pylist(rows, bronze_schema(contract))
    evidence = Evidence(contract)
    evidence.look(bronze, datetime(2025, 6, 1, tzinfo=UTC), native)
    found = judged(bronze, contract, evidence).slice(0, 1).to_pylist()[0]
    codes = [*(found["reasons"] or "").split(";"), *found["_issues"].split(";")]
    wrong = [code.removeprefix(f"{column}:") for code in codes if code]
    if wrong or found[column] is None:
        return wrong[0] if wrong else NOTHING
    return str(found[column])
