"""ORC: stripe by stripe. Compressed parts are held to their lengths; checksums it has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa

from lakehouse.reader.foreign import is_binary
from lakehouse.reader.tables.table import rows_at_once

SUFFIXES = ("orc",)
MAGIC = b"ORC"


def begins(head: bytes) -> bool:
    """Whether content that begins so claims to be ORC; a column of a text may be called so."""
    return head.startswith(MAGIC) and is_binary(head)


def opened(source: BinaryIO) -> Orc:
    """The file, from its footer on."""
    return Orc(source)


def reason(error: Exception) -> str | None:
    """What an error means that is no damage."""
    # A file names the zone of its writer, and the library looks for it on this machine.
    return "unsupported_format" if "zoneinfo" in str(error) else None


class Orc:
    """An ORC file (`tables.table.Table`)."""

    def __init__(self, source: BinaryIO) -> None:
        # Only this process needs it, and only for such files.
        import pyarrow.orc as po

        self._file = po.ORCFile(source)
        self.schema: pa.Schema = self._file.schema
        self.notes: list[str] = []

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows; raises ArrowInvalid where they are not as many as the footer says."""
        rows, size = 0, rows_at_once(len(self.schema))
        for number in range(self._file.nstripes):
            stripe = self._file.read_stripe(number)
            rows += stripe.num_rows
            for start in range(0, stripe.num_rows, size):
                yield stripe.slice(start, size)
        if rows != self._file.nrows:
            raise pa.ArrowInvalid(f"{rows} rows, {self._file.nrows} in the footer")
