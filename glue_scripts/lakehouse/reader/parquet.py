"""Parquet: every page of every column is decoded, values become text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.reader.json_value import RepeatedKey
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Refused

BATCH_ROWS = 8192


def read_parquet(source: BinaryIO, layout: Layout) -> Iterator[Records]:
    """Records of a Parquet file.

    Raises:
        Refused: not Parquet, a page that does not decode, or columns that mean the same.
    """
    try:
        file = pq.ParquetFile(source, page_checksum_verification=True)
        _assert_columns(file.schema_arrow, layout)
        yield from _batches(file, layout)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = "parquet_corrupt" if _starts_as_parquet(source) else "not_parquet"
        raise Refused(reason, str(error).splitlines()[0][:300]) from error


def _starts_as_parquet(source: BinaryIO) -> bool:
    source.seek(0)
    return bool(source.read(4) == b"PAR1")


def _batches(file: pq.ParquetFile, layout: Layout) -> Iterator[Records]:
    number = 1
    for batch in file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
        numbers = pa.array(range(number, number + batch.num_rows), pa.int64())
        number += batch.num_rows
        columns = {}
        if layout.keeps_values:
            table = _flat(pa.Table.from_batches([batch]))
            values = [_text(table.column(i).combine_chunks()) for i in range(table.num_columns)]
            columns = layout.columns_of(table.column_names, values)
        yield Records(columns, numbers)


def _assert_columns(schema: pa.Schema, layout: Layout) -> None:
    if not layout.keeps_values:
        return
    try:
        placed = layout.place(_flat(schema.empty_table()).column_names)
    except RepeatedKey as error:
        raise Refused("repeated_column", str(error)) from error
    missing = [k for k in layout.keys if k not in placed]
    if missing:
        raise Refused("no_header", f"no column is {missing[0]} (or an alias)")


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(f.type) for f in table.schema):
        table = table.flatten()
    return table


def _text(values: pa.Array) -> pa.Array:
    if pa.types.is_nested(values.type) or pa.types.is_binary(values.type):
        return pa.array([_written(v) for v in values.to_pylist()], pa.string())
    return values.cast(pa.string())


def _written(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return json.dumps(value, ensure_ascii=False, default=str)
