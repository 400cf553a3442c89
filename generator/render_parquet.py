"""Parquet files."""

from __future__ import annotations

from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from generator.arrow import array
from generator.layout import Layout
from generator.tables import Columns, table
from generator.texts import Texts


def parquet(columns: Columns, texts: Texts, layout: Layout) -> bytes:
    """The file: typed columns from the clean values, text columns as they are to be written."""
    arrays = {layout.names[c]: _array(c, columns, texts, layout) for c in layout.columns}
    sink = BytesIO()
    pq.write_table(pa.table(arrays), sink, compression="snappy", row_group_size=50_000)
    return sink.getvalue()


def _array(column: str, columns: Columns, texts: Texts, layout: Layout) -> pa.Array:
    known = table(layout.dataset)
    if not layout.typed or column in known.texts or column.startswith("+"):
        return pa.array(texts[column], pa.string())
    if layout.float_prices and column in known.decimals:
        # Divided here and not by Arrow, whose cast from decimals misses the nearest float.
        return pa.array([None if v is None else int(v) / 100 for v in columns[column]])
    if layout.float_integers and column in known.integers:
        return pa.array(columns[column], pa.float64())
    return array(layout.dataset, column, columns[column])
