"""Writes the values of tables as text. Runs in the process that decodes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from math import isfinite

import pyarrow as pa
import pyarrow.compute as pc

# From here on a number of 32 bits does not even have every whole one.
NOT_WHOLE = 1 << 24


def as_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same values as text, nested structures flattened."""
    table = flat(pa.Table.from_batches([batch]))
    columns = [_text(table.column(i).combine_chunks()) for i in range(table.num_columns)]
    return pa.RecordBatch.from_arrays(columns, names=table.column_names)


def flat(table: pa.Table) -> pa.Table:
    """The same table without structures: their members are columns."""
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
    return pa.array([written(v) for v in values.to_pylist()], pa.string())


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


def is_number(kind: pa.DataType) -> bool:
    """Whether a column of this type has numbers only."""
    return any(of(kind) for of in (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal))


def _is_binary(kind: pa.DataType) -> bool:
    return any(
        of(kind)
        for of in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    )


def written(value: object) -> str | None:
    """A value of Python as a text."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return _json(value) if isinstance(value, list | dict | bool) else str(value)


def _json(value: object) -> str:
    """A value as JSON: numbers with all their digits, what JSON has no number for as a text."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_json(str(k))}: {_json(v)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_json, value))}]"
    if isinstance(value, Decimal):
        return str(value)
    plain = isinstance(value, str | bool | int) or (isinstance(value, float) and isfinite(value))
    return json.dumps(value if plain else written(value), ensure_ascii=False)
