"""What rows say, in one number per column: to compare what was to be written with what is there."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lakehouse.storage import storage

BATCH_ROWS = 1 << 16


class Content:
    """Checksums of columns, row by row in their order, however the rows come in batches.

    A row lost, doubled or out of its place changes them, and so does a value beside the wrong row.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self.rows = 0
        self.sums: defaultdict[tuple[str, str], int] = defaultdict(int)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and (self.rows, self.sums) == (other.rows, other.sums)

    def add(self, rows: pa.Table | pa.RecordBatch) -> None:
        """Takes the rows that come next."""
        self.rows += rows.num_rows
        if not rows.num_rows:
            return
        for name in self._columns:
            column = rows.column(name)
            for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
                self._add(name, chunk)

    def _add(self, name: str, values: pa.Array) -> None:
        for part, data in _text(values) if pa.types.is_string(values.type) else _plain(values):
            self.sums[name, part] = zlib.crc32(data, self.sums[name, part])


def content_of(path: str, columns: Sequence[str]) -> Content:
    """The content of a Parquet file as it stands there."""
    found = Content(columns)
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        # Groups of rows are of one size in bytes; so many rows of a wide table would not be.
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(BATCH_ROWS, [group], list(columns)):
                found.add(batch)
    return found


def _text(values: pa.Array) -> list[tuple[str, memoryview]]:
    """Lengths, -1 for null, and the letters: neither depends on how the values are stored."""
    lengths = pc.fill_null(pc.binary_length(values), -1)
    there = values.drop_null()
    _, offsets, letters = there.buffers()
    text = memoryview(b"")
    if letters is not None:
        bounds = memoryview(offsets).cast("i")
        text = memoryview(letters)[bounds[there.offset] : bounds[there.offset + len(there)]]
    return [("lengths", _slice(lengths)), ("letters", text)]


def _plain(values: pa.Array) -> list[tuple[str, memoryview]]:
    """What is there, and which are missing."""
    if pa.types.is_boolean(values.type):
        values = pc.cast(values, pa.int8())  # Eight of them share a byte.
    if not values.null_count:
        return [("values", _slice(values)), ("missing", memoryview(bytes(len(values))))]
    missing = pc.cast(pc.is_null(values), pa.int8())
    return [("values", _slice(values.drop_null())), ("missing", _slice(missing))]


def _slice(values: pa.Array) -> memoryview:
    width = values.type.bit_width // 8
    start = values.offset * width
    return memoryview(values.buffers()[1])[start : start + len(values) * width]
