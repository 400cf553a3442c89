"""Decodes Parquet and writes its values as text. Runs in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

BATCH_ROWS = 8192
BUFFER_BYTES = 1 << 20


class Decoded:
    """A Parquet file whose pages are decoded and checked as they are asked for."""

    def __init__(self, source: BinaryIO) -> None:
        self._file = pq.ParquetFile(
            source, page_checksum_verification=True, buffer_size=BUFFER_BYTES
        )
        self.names: list[str] = _flat(self._file.schema_arrow.empty_table()).column_names

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows.

        Raises:
            ArrowInvalid: among others, where the footer promises more or fewer rows.
        """
        rows = 0
        for batch in self._file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
            batch.validate(full=True)
            rows += batch.num_rows
            yield batch
        if rows != self._file.metadata.num_rows:
            raise pa.ArrowInvalid(f"{rows} rows, {self._file.metadata.num_rows} in the footer")


def as_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same values as text, nested structures flattened."""
    table = _flat(pa.Table.from_batches([batch]))
    columns = [_text(table.column(i).combine_chunks()) for i in range(table.num_columns)]
    return pa.RecordBatch.from_arrays(columns, names=table.column_names)


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(f.type) for f in table.schema):
        table = table.flatten()
    return table


def _text(values: pa.Array) -> pa.Array:
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    if not (pa.types.is_nested(values.type) or _is_binary(values.type)):
        try:
            return values.cast(pa.string())
        except pa.ArrowNotImplementedError:
            pass  # intervals and their like; Python knows how to write them
    if (exact := _exact(values.type)) != values.type:
        values = values.cast(exact)
    return pa.array([_written(v) for v in values.to_pylist()], pa.string())


def _exact(kind: pa.DataType) -> pa.DataType:
    """The type, with texts for times of a day whose nanoseconds Python would leave out."""
    if kind == pa.time64("ns"):
        return pa.string()
    if pa.types.is_list(kind):
        return pa.list_(_exact(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_exact(field.type)) for field in kind])
    return kind


def _is_binary(kind: pa.DataType) -> bool:
    return any(
        of(kind)
        for of in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    )


def _written(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_written)
    return str(value)
