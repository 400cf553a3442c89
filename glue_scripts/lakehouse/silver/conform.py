"""Rows of older or newer contracts, as the present one has them."""

from __future__ import annotations

import pyarrow as pa


def fitted(rows: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    """The columns of a schema; those that the rows lack are null."""
    there = set(rows.schema.names)
    columns = [
        rows.column(f.name) if f.name in there else pa.nulls(rows.num_rows, f.type) for f in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
