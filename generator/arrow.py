"""Clean columns as Arrow tables."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from generator.tables import Columns, Value, table

TIMESTAMP = pa.timestamp("us", tz="UTC")
AMOUNT = pa.decimal128(12, 2)


def array(dataset: str, column: str, values: list[Value]) -> pa.Array:
    """One column, typed as its contract says."""
    known = table(dataset)
    if column in known.timestamps:
        return pa.array(values, pa.int64()).cast(TIMESTAMP)
    if column in known.decimals:
        cents = pa.array(values, pa.int64()).cast(pa.decimal128(19, 0))
        cent = pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))
        return pc.multiply(cents, cent).cast(AMOUNT)
    return pa.array(values, pa.int32() if column in known.integers else pa.string())


def typed_table(dataset: str, columns: Columns) -> pa.Table:
    """All columns of a dataset."""
    return pa.table({c: array(dataset, c, columns[c]) for c in table(dataset).columns})
