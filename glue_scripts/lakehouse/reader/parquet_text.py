"""Decodes Parquet and writes its values as text. Runs in a process of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import isfinite
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH_ROWS = 8192
# What is in memory depends on cells, however they are divided into rows, and on columns.
BATCH_CELLS = 1 << 20
BUFFER_BYTES = 1 << 20
BUFFERS_BYTES = 64 << 20
# Short types of numbers -> from where on they do not have every hundredth.
NO_HUNDREDTHS = {pa.float16(): 1 << 4, pa.float32(): 1 << 17}
# From here on a number of 32 bits does not even have every whole one.
NOT_WHOLE = 1 << 24


class Decoded:
    """A Parquet file whose pages are decoded and checked as they are asked for.

    `notes` are sentences for people, when all is decoded.
    """

    def __init__(self, source: BinaryIO) -> None:
        width = max(pq.read_metadata(source).num_columns, 1)
        self._file = pq.ParquetFile(
            source,
            page_checksum_verification=True,
            buffer_size=min(BUFFER_BYTES, BUFFERS_BYTES // width),
        )
        self._rows_at_once = max(min(BATCH_ROWS, BATCH_CELLS // width), 1)
        flat = _flat(self._file.schema_arrow.empty_table())
        self.names: list[str] = flat.column_names
        self.numbers = [i for i, field in enumerate(flat.schema) if _is_number(field.type)]
        self.notes: list[str] = []
        self._short = {i: f.type for i, f in enumerate(flat.schema) if f.type in NO_HUNDREDTHS}
        self._rough: Counter[int] = Counter()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows.

        Raises:
            ArrowInvalid: among others, where more rows are stored than the footer admits.
        """
        rows = 0
        for batch in self._file.iter_batches(batch_size=self._rows_at_once, use_threads=False):
            batch.validate(full=True)
            rows += batch.num_rows
            self._count_rough(batch)
            yield batch
        self._assert_complete()
        self._compare(rows)
        self._tell_rough()

    def _count_rough(self, batch: pa.RecordBatch) -> None:
        """A short number that is large has lost digits before it came here."""
        if not self._short:
            return
        flat = _flat(pa.Table.from_batches([batch]))
        for i, kind in self._short.items():
            sizes = pc.abs(flat.column(i).cast(pa.float32()))
            large = pc.greater_equal(sizes, NO_HUNDREDTHS[kind])
            self._rough[i] += pc.sum(pc.and_(large, pc.is_finite(sizes))).as_py() or 0

    def _tell_rough(self) -> None:
        for i, count in self._rough.items():
            kind = self._short[i]
            least, bits = NO_HUNDREDTHS[kind], kind.bit_width
            what = f"numbers of {bits} bits from {least} on, which do not have all hundredths"
            self.notes.extend([f"{self.names[i]}: {what}: {count}."] if count else [])

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
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_timestamp(values.type) and values.type.tz is not None:
        # A moment is one in every zone: what its zone is called need not be known.
        utc = values.view(pa.timestamp(values.type.unit)).cast(pa.string())
        return pc.binary_join_element_wise(utc, "Z", "")
    if not (pa.types.is_nested(values.type) or _is_binary(values.type)):
        try:
            return _with_known_digits(values, values.cast(pa.string()))
        except pa.ArrowNotImplementedError:
            pass  # intervals and their like; Python knows how to write them
    readable, exact = (_changed(values.type, change) for change in (_readable, _exact))
    if exact != values.type:
        values = values.cast(readable).cast(exact)
    return pa.array([_written(v) for v in values.to_pylist()], pa.string())


def _with_known_digits(values: pa.Array, texts: pa.Array) -> pa.Array:
    """Numbers of 32 bits that are too large for every whole one: with the digits they do have."""
    if values.type != pa.float32():
        return texts
    rough = pc.and_(pc.greater_equal(pc.abs(values), NOT_WHOLE), pc.is_finite(values))
    rough = pc.fill_null(rough, False)
    if not pc.any(rough).as_py():
        return texts
    known = [f"{v:.6e}" for v in values.filter(rough).to_pylist()]
    return pc.replace_with_mask(texts, rough, pa.array(known, pa.string()))


def _changed(kind: pa.DataType, change: Callable[[pa.DataType], pa.DataType]) -> pa.DataType:
    """A nested type with other types in it."""
    if pa.types.is_map(kind):
        return pa.map_(_changed(kind.key_type, change), _changed(kind.item_type, change))
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(_changed(kind.value_type, change), kind.list_size)
    if pa.types.is_large_list(kind):
        return pa.large_list(_changed(kind.value_type, change))
    if pa.types.is_list(kind):
        return pa.list_(_changed(kind.value_type, change))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_changed(field.type, change)) for field in kind])
    return change(kind)


def _readable(kind: pa.DataType) -> pa.DataType:
    """A zone that needs no name, and the digits that a short number has of its own."""
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return pa.timestamp(kind.unit, "+00:00")
    return pa.string() if kind == pa.float32() else kind


def _exact(kind: pa.DataType) -> pa.DataType:
    """A type that Python writes with all there is: of times it would leave out nanoseconds."""
    if pa.types.is_timestamp(kind) or kind == pa.time64("ns"):
        return pa.string()
    return pa.float64() if kind == pa.float32() else kind


def _is_number(kind: pa.DataType) -> bool:
    return any(of(kind) for of in (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal))


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
    return _json(value) if isinstance(value, list | dict) else str(value)


def _json(value: object) -> str:
    """A value as JSON: numbers with all their digits, what JSON has no number for as a text."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_json(str(k))}: {_json(v)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_json, value))}]"
    if isinstance(value, Decimal):
        return str(value)
    plain = isinstance(value, str | bool | int) or (isinstance(value, float) and isfinite(value))
    return json.dumps(value if plain else _written(value), ensure_ascii=False)
