"""Lines of JSON: one strict pattern per shape for the many, the exact parser for the rest.

Producers write line after line with the same keys in the same order. For such a shape one regular
expression accepts only strict JSON of exactly these keys with plain values, and then the commas
divide the line into columns. A line that the expression does not accept, or whose strings hold
commas, goes to the exact parser: so the fast way can only ever be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from json import JSONDecodeError

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.json_record import long_names
from lakehouse.reader.json_value import (
    TooDeep,
    constant_in,
    end_of_value,
    skip_white,
    string_at,
)
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_repeated_texts, json_record
from lakehouse.reader.texts import BEHIND_ALL, numbered, parts

# In RE2 terms; a string without escapes, quotes, commas, control characters or the mark of damaged
# bytes.
VALUE = (
    r'(?:"[^"\\,\x00-\x1f\x{fdd0}]*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)"
)
# What a text, `true` and `false` begin with.
NO_NUMBERS = ('"', "t", "f")
SHAPES_PER_BLOCK = 8
WORTH_A_SHAPE = 64
# An expression for more keys takes more memory than the engine of expressions grants.
SHAPE_KEYS = 200
SHAPE_CHARACTERS = 1 << 16
# Of objects, arrays, strings, numbers, `true` and `false`, `null`.
LAST_OF_VALUE = (*'}]"0123456789el',)


@dataclass(frozen=True)
class Shape:
    """A line's keys (of nested objects `a.b`) and the exact text between its values."""

    keys: list[str]
    separators: list[str]

    @property
    def pattern(self) -> str:
        """What every line of this shape matches."""
        *before, end = (re.escape(s) for s in self.separators)
        return "^" + "".join(b + VALUE for b in before) + end + "$"

    @property
    def divides_at_commas(self) -> bool:
        """Whether one comma stands between two values, and nothing in the way of dividing there."""
        first, *between, last = self.separators
        return (
            all(s.count(",") == 1 for s in between)
            and "," not in first + last
            and not any(c in s for s in self.separators for c in "\r\n")
        )


def read_lines(blocks: Iterable[bytes], layout: Layout, start: int = 1) -> Iterator[Records]:
    """Records of blocks of lines; the first non-blank line has the number `start`."""
    for block in blocks:
        text = block.replace(b"\r\n", b"\n") if b"\r" in block else block
        lines = parts(text, "\n")
        lines = lines.filter(pc.invert(pc.match_substring_regex(lines, r"^[ \t\r]*$")))
        numbers = numbered(start, len(lines))
        start += len(lines)
        yield from read_texts(lines, numbers, layout)


def read_texts(lines: pa.Array, numbers: pa.Array, layout: Layout) -> Iterator[Records]:
    """Numbered JSON texts, shape by shape."""
    for attempt in range(SHAPES_PER_BLOCK):
        if len(lines) < WORTH_A_SHAPE:
            break
        # Not always the first line: one that has no shape would come first again and again.
        shape = _shape(lines[attempt].as_py(), layout)
        if shape is None:
            continue
        fits = _fits(lines, shape)
        fit = lines.filter(fits)
        if layout.keeps_values:
            yield _divide(fit, numbers.filter(fits), shape, layout)
        else:
            yield Records(numbers=numbers.filter(fits), texts=fit)
        rest = pc.invert(fits)
        lines, numbers = lines.filter(rest), numbers.filter(rest)
    if len(lines):
        yield from_repeated_texts(lines, numbers, layout)


def _shape(line: str, layout: Layout) -> Shape | None:
    """The shape of a good line; None where it is bad, or not to be divided at its commas."""
    if len(line) > SHAPE_CHARACTERS or json_record(line, layout)[0] is None:
        return None
    start = skip_white(line, 0)
    if line[start] != "{":
        return None
    shape = Shape([], [])
    last = _outline(line, start, "", 0, shape)
    shape.separators.append(line[last:])
    fit = 2 <= len(shape.keys) <= SHAPE_KEYS and shape.divides_at_commas
    # Lines of this shape may be shorter, down to the text between the values.
    names, least = (sum(map(len, texts)) for texts in (shape.keys, shape.separators))
    return shape if fit and not long_names(names, least) else None


def _outline(line: str, start: int, prefix: str, last: int, shape: Shape) -> int:
    """Adds keys and separators of the (correct) object that starts at `start`.

    `last` is where the last value ended, of this object or before it; returned is where its own
    last value ends.
    """
    at = skip_white(line, start + 1)
    while line[at] != "}":
        key, at = string_at(line, at)
        at = skip_white(line, skip_white(line, at) + 1)
        end = end_of_value(line, at)
        if line[at] == "{" and line[skip_white(line, at + 1)] != "}":
            last = _outline(line, at, f"{prefix}{key}.", last, shape)
        else:
            shape.keys.append(prefix + key)
            shape.separators.append(line[last:at])
            last = end
        at = skip_white(line, end)
        if line[at] == ",":
            at = skip_white(line, at + 1)
    return last


def _fits(lines: pa.Array, shape: Shape) -> pa.Array:
    """Lines of the shape; their only commas are those between the members."""
    short = pc.less_equal(pc.binary_length(lines), MAX_RECORD_BYTES)
    return pc.and_(short, pc.match_substring_regex(lines, shape.pattern))


def _divide(lines: pa.Array, numbers: pa.Array, shape: Shape, layout: Layout) -> Records:
    """Lines that fit the shape, in columns."""
    if not len(lines):
        return Records(numbers=numbers, texts=lines)
    names = [str(i) for i in range(len(shape.keys))]
    table = pa.csv.read_csv(
        pa.BufferReader(pc.binary_join(_as_list(lines), "\n")[0].as_buffer()),
        read_options=pa.csv.ReadOptions(column_names=names, use_threads=False, block_size=1 << 30),
        parse_options=pa.csv.ParseOptions(quote_char=False, escape_char=False),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()), strings_can_be_null=False
        ),
    )
    fields = [_value(table.column(i), shape, i) for i in range(len(names))]
    columns = layout.columns_of(shape.keys, [values for values, _ in fields])
    native = layout.native(shape.keys, {i for i, (_, number) in enumerate(fields) if number})
    return Records(columns, numbers, native=native, texts=lines)


def _value(column: pa.ChunkedArray, shape: Shape, i: int) -> tuple[pa.Array, bool]:
    """Values without the text around them, quotes included, and whether all are numbers."""
    # What stands behind the comma of one separator, and before the comma of the next.
    before = shape.separators[i].rpartition(",")[2]
    after = shape.separators[i + 1].partition(",")[0]
    text = column.combine_chunks()
    if pc.all(pc.starts_with(text, f'{before}"')).as_py():
        return _without(text, f'{before}"', f'"{after}'), False
    raw = _without(text, before, after)
    nothing = pc.equal(raw, "null")
    if pc.any(nothing).as_py():
        raw = pc.if_else(nothing, pa.scalar(None, pa.string()), raw)
    number = not any(pc.any(pc.starts_with(raw, mark)).as_py() for mark in NO_NUMBERS)
    return (raw if number else pc.ascii_trim(raw, '"')), number


def _without(texts: pa.Array, before: str, after: str) -> pa.Array:
    """The middle of texts that all begin and end alike."""
    start, stop = len(before.encode()), -len(after.encode())
    return pc.binary_slice(texts, start, stop or BEHIND_ALL).view(pa.string())


def _as_list(lines: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)


def is_lines(text: str, *, complete: bool, enough: int) -> bool:
    """Whether a JSON text is lines of JSON rather than one document.

    In a document no two neighbouring lines are values by themselves, and its first line is none:
    at most half of the lines it begins with, and less than half of all.

    Args:
        text: the beginning of the file.
        complete: whether that is all of it.
        enough: how many lines it takes.
    """
    lines = [line for line in text.split("\n") if line.strip(" \t\r")]
    whole = lines if complete else lines[:-1]
    if complete and len(whole) < enough:
        return False  # However large the document is: nothing is parsed to tell.
    if whole and whole[0].lstrip().startswith("[") and not _is_value(whole[0]):
        return False  # An array that goes on, even where its second line is a whole value.
    if len(whole) < enough:
        # Lines too long to see many of them: behind a whole value no document goes on.
        return len(lines) > 1 and _is_value(lines[0])
    half = (len(whole) + (not complete) + 1) // 2
    values = filter(_is_value, whole)
    good = list(islice(values, max(half, 1)))
    # NaN and its like only damage lines that stand beside sound ones.
    return len(good) == max(half, 1) and not all(map(constant_in, chain(good, values)))


def _is_value(line: str) -> bool:
    text = line.strip(" \t\r\n")
    if text[-1:] not in LAST_OF_VALUE:
        return False
    try:
        return end_of_value(text, 0) == len(text)
    except (JSONDecodeError, TooDeep):
        return False
