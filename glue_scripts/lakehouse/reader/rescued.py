"""Columns that no contract knows: for each record a JSON object of those that say something.

An empty cell says nothing, and neither does a JSON null: so thousands of columns of which each
record fills a few cost no more than those few.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.texts import joined

# With so few columns, each at once is faster than each cell by itself.
FEW = 8
NO_TEXT = pa.scalar(None, pa.string())
TO_BE_ESCAPED = bytes([*range(32), *b'"\\'])


def as_json(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.Array:
    """One JSON object for each row; null where all its cells are empty."""
    members = (_by_column if len(names) <= FEW else _by_cell)(names, columns)
    found = pc.binary_join_element_wise(pa.scalar("{"), members, pa.scalar("}"), "")
    nothing = pc.equal(members, "")
    return pc.if_else(nothing, NO_TEXT, found) if pc.any(nothing).as_py() else found


def one_as_json(members: dict[str, str | None]) -> str | None:
    """The same of one record."""
    filled = {name: value for name, value in members.items() if value}
    return json_text(filled) if filled else None


def json_text(value: object) -> str:
    """A value as JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _by_column(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.Array:
    members = []
    for name, values in zip(names, columns, strict=True):
        empty = pc.equal(values, "")
        there = pc.if_else(empty, NO_TEXT, values) if pc.any(empty).as_py() else values
        members.append(_members(pa.scalar(f"{json_text(name)}:"), there))
    return joined(members, ",")


def _by_cell(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.Array:
    """Only the cells that are not empty, row by row: in the columns they lie the other way."""
    width, rows = len(names), len(columns[0])
    cells = pa.concat_arrays(columns)
    place = pc.subtract(pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int32()), len(cells))), 1)
    row = pc.divide(place, pa.scalar(width, pa.int32()))
    column = pc.subtract(place, pc.multiply(row, pa.scalar(width, pa.int32())))
    at = pc.add(pc.multiply(column, pa.scalar(rows, pa.int32())), row)
    filled = pc.fill_null(pc.greater(pc.binary_length(cells), 0), False).take(at)
    heads = pa.array([f"{json_text(name)}:" for name in names]).take(column.filter(filled))
    members = _members(heads, cells.take(at.filter(filled)))
    until = pc.cumulative_sum(filled.cast(pa.int32()))
    ends = until.take(pa.array(range(width - 1, len(cells), width), pa.int32()))
    bounds = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pc.binary_join(pa.ListArray.from_arrays(bounds, members), ",")


def _members(heads: pa.Array | pa.Scalar, values: pa.Array) -> pa.Array:
    quote = pa.scalar('"')
    if not _special(values):
        return pc.binary_join_element_wise(heads, quote, values, quote, "")
    return pc.binary_join_element_wise(heads, _json_strings(values), "")


def _special(values: pa.Array) -> bool:
    """Whether one of the values (or one beside them in memory) needs more than quotes around it."""
    data = values.buffers()[2]
    text = b"" if data is None else data.to_pybytes()
    return len(text.translate(None, TO_BE_ESCAPED)) != len(text)


def _json_strings(values: pa.Array) -> pa.Array:
    escaped = pc.replace_substring(pc.replace_substring(values, "\\", "\\\\"), '"', '\\"')
    quoted = pc.binary_join_element_wise(pa.scalar('"'), escaped, pa.scalar('"'), "")
    controls = pc.fill_null(pc.match_substring_regex(values, r"[\x00-\x1f]"), False)
    if pc.any(controls).as_py():
        singly = [json_text(value) for value in values.filter(controls).to_pylist()]
        quoted = pc.replace_with_mask(quoted, controls, pa.array(singly, pa.string()))
    return quoted
