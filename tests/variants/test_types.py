"""Values of each type as in types.md."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from contracts import Column, Contract
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged
from tests.variants.tables import rows

ROWS = rows("types.md")
JA = {"true": ("ja",), "false": ("nein",)}


def _column(row: dict[str, str]) -> Column:
    low, _, high = row["bounds"].partition(" to ")
    allowed = JA if row["type"] == "boolean" else None
    return Column(
        "v", row["type"], "V.", "", minimum=low or None, maximum=high or None, allowed=allowed
    )


def _contract(column: Column) -> Contract:
    key = Column("id", "string", "Id.", "", required=True, key=True)
    return Contract("source", "things", "1.0.0", "", "", "", (key, column))


def _outcome(contract: Contract, text: str) -> str:
    record = {"id": "a", "v": text, "_source_uri": "things/a", "_record_no": 1}
    bronze = pa.Table.from_pylist([record], bronze_schema(contract))
    evidence = Evidence(contract)
    evidence.look(bronze, datetime(2025, 6, 1, tzinfo=UTC))
    (found,) = judged(bronze, contract, evidence).to_pylist()
    if found["reasons"]:
        assert found["v"] is None
        return str(found["reasons"]).removeprefix("v:")
    return _text(found["v"])


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_value_of_a_type(row: dict[str, str]) -> None:
    assert _outcome(_contract(_column(row)), row["text"]) == row["becomes"]
