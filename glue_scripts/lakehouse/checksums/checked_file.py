"""A Parquet file that is read back: what stands there must be what was handed over."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.checksums.columns import Content, content_of
from lakehouse.storage import storage

ROW_GROUP_BYTES = 16 << 20


class CheckedFile:
    """Written in few row groups, whatever comes: each costs a reader as much as a thousand rows.

    Args:
        path: where it will stand.
        schema: of its rows.
        checked: the columns whose values are compared.
        side_by_side: how many are written at once, and share the memory.
    """

    def __init__(
        self, path: str, schema: pa.Schema, checked: Sequence[str], side_by_side: int = 1
    ) -> None:
        self.path, self._schema, self._checked = path, schema, checked
        self._most = ROW_GROUP_BYTES // side_by_side
        self._writer: pq.ParquetWriter | None = None
        self._held: list[pa.Table] = []
        self._bytes = 0
        self.content = Content(checked)

    def __enter__(self) -> CheckedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def take(self, rows: pa.Table) -> None:
        """Writes rows, sooner or later."""
        self._held.append(rows)
        self._bytes += rows.nbytes
        self.content.add(rows)
        if self._bytes >= self._most:
            self._flush()

    def forget(self) -> None:
        """Starts again from nothing."""
        self._held, self._bytes = [], 0
        self._close()
        self.content = Content(self._checked)

    def found(self) -> Content:
        """What stands there, once it is closed."""
        return content_of(self.path, self._checked)

    def discard(self) -> None:
        """Leaves no file behind."""
        storage(self.path).delete(self.path)

    def _flush(self) -> None:
        held, self._held = pa.concat_tables(self._held, promote_options="none"), []
        self._bytes = 0
        writer = self._open()
        if held.num_rows:
            writer.write_table(held)

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            target = storage(self.path)
            target.make_room(self.path)
            system, inside = target.arrow(self.path)
            # Files without dictionaries are smaller and written sooner: zstd finds repetitions.
            self._writer = pq.ParquetWriter(
                inside,
                self._schema,
                filesystem=system,
                compression="zstd",
                compression_level=1,
                use_dictionary=False,
            )
        return self._writer

    def _close(self) -> None:
        if self._held:
            self._flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
