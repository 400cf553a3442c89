"""A file of a table as the process that decodes it sees it: what formats have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.tables.values import flat, is_number

BATCH_ROWS = 8192
# What is in memory depends on cells, however they are divided into rows, and on columns.
BATCH_CELLS = 1 << 20
# Short types of numbers -> from where on they do not have every hundredth.
NO_HUNDREDTHS = {pa.float16(): 1 << 4, pa.float32(): 1 << 17}


class Table(Protocol):
    """An open file.

    Attributes:
        schema: its columns.
        notes: sentences for people, when all is decoded.
    """

    schema: pa.Schema
    notes: list[str]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, checked."""


class TableFormat(Protocol):
    """What a module of `lakehouse.reader.formats` has for the process that decodes."""

    def begins(self, head: bytes) -> bool:
        """Whether content that begins so claims to be of this format."""

    def opened(self, source: BinaryIO) -> Table:
        """The file."""

    def reason(self, error: Exception) -> str | None:
        """What an error means that is no damage."""


def rows_at_once(columns: int) -> int:
    """How many rows a batch may have."""
    return max(min(BATCH_ROWS, BATCH_CELLS // max(columns, 1)), 1)


class Decoded:
    """The rows of a file as they are asked for; `notes` when all are decoded."""

    def __init__(self, table: Table) -> None:
        self._table = table
        columns = flat(table.schema.empty_table()).schema
        self.names: list[str] = columns.names
        self.numbers = [i for i, field in enumerate(columns) if is_number(field.type)]
        self._short = {i: f.type for i, f in enumerate(columns) if f.type in NO_HUNDREDTHS}
        self._rough: Counter[int] = Counter()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows."""
        for batch in self._table.batches():
            batch.validate(full=True)
            self._count_rough(batch)
            yield batch

    @property
    def notes(self) -> list[str]:
        """Sentences for people."""
        return [*self._table.notes, *self._told_rough()]

    def _count_rough(self, batch: pa.RecordBatch) -> None:
        """A short number that is large has lost digits before it came here."""
        if not self._short:
            return
        columns = flat(pa.Table.from_batches([batch]))
        for i, kind in self._short.items():
            sizes = pc.abs(columns.column(i).cast(pa.float32()))
            large = pc.greater_equal(sizes, NO_HUNDREDTHS[kind])
            self._rough[i] += pc.sum(pc.and_(large, pc.is_finite(sizes))).as_py() or 0

    def _told_rough(self) -> Iterator[str]:
        for i, count in self._rough.items():
            kind = self._short[i]
            least, bits = NO_HUNDREDTHS[kind], kind.bit_width
            what = f"numbers of {bits} bits from {least} on, which do not have all hundredths"
            if count:
                yield f"{self.names[i]}: {what}: {count}."
