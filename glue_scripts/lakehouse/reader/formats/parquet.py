"""Parquet: every page of every column is decoded and checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.reader.tables.table import rows_at_once

SUFFIXES = ("parquet",)
MAGIC = b"PAR1"

BUFFER_BYTES = 1 << 20
BUFFERS_BYTES = 64 << 20


def begins(head: bytes) -> bool:
    """Whether content that begins so claims to be Parquet."""
    return head.startswith(MAGIC)


def opened(source: BinaryIO) -> Parquet:
    """The file, from its footer on."""
    return Parquet(source)


def reason(error: Exception) -> str | None:
    """What an error means that is no damage."""
    # The library has one exception for all this; its words are all there is to tell them apart.
    if "crypt" in str(error):
        return "unsupported_format"
    return "too_deep" if "deeply nested" in str(error) else None


class Parquet:
    """A Parquet file whose pages are decoded as they are asked for (`tables.table.Table`)."""

    def __init__(self, source: BinaryIO) -> None:
        width = max(pq.read_metadata(source).num_columns, 1)
        self._file = pq.ParquetFile(
            source,
            page_checksum_verification=True,
            buffer_size=min(BUFFER_BYTES, BUFFERS_BYTES // width),
        )
        self._rows_at_once = rows_at_once(width)
        self.schema: pa.Schema = self._file.schema_arrow
        self.notes: list[str] = []

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows.

        Raises:
            ArrowInvalid: among others, where more rows are stored than the footer admits.
        """
        rows = 0
        for batch in self._file.iter_batches(batch_size=self._rows_at_once, use_threads=False):
            rows += batch.num_rows
            yield batch
        self._assert_complete()
        self._compare(rows)

    def _compare(self, rows: int) -> None:
        """A footer counts twice: for the file and for each group of rows. One may be wrong."""
        footer = self._file.metadata
        grouped = sum(footer.row_group(i).num_rows for i in range(footer.num_row_groups))
        if rows not in (footer.num_rows, grouped):
            raise pa.ArrowInvalid(f"{rows} rows, {footer.num_rows} in the footer")
        if footer.num_rows != grouped:
            says = f"the footer says {footer.num_rows} rows, its groups of rows {grouped}"
            self.notes.append(f"{says}: the {rows} that are there were read")

    def _assert_complete(self) -> None:
        """No group may hold more values than it says it has rows: they would not be read."""
        footer = self._file.metadata
        flat = [
            i for i in range(footer.num_columns) if not footer.schema.column(i).max_repetition_level
        ]
        for group in map(footer.row_group, range(footer.num_row_groups)):
            for column in flat:
                if (values := group.column(column).num_values) > group.num_rows:
                    raise pa.ArrowInvalid(
                        f"{values} values in a group of {group.num_rows} rows in the footer"
                    )
