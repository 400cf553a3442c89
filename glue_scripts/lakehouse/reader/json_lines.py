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
from json import JSONDecodeError

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lakehouse.reader.json_value import end_of_value, leaves, skip_white
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_json_texts, json_record

# In RE2 terms; a string without escapes, quotes, control characters or the mark of damaged bytes.
VALUE = (
    r'(?:"[^"\\\x00-\x1f\x{fdd0}]*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)"
)
SHAPES_PER_BLOCK = 8
WORTH_A_SHAPE = 64


@dataclass(frozen=True)
class Shape:
    """A line's keys and the exact text between its values."""

    keys: list[str]
    separators: list[str]

    @property
    def pattern(self) -> str:
        """What every line of this shape matches."""
        *before, end = (re.escape(s) for s in self.separators)
        return "^" + "".join(b + VALUE for b in before) + end + "$"


def read_lines(blocks: Iterable[bytes], layout: Layout, start: int = 1) -> Iterator[Records]:
    """Records of blocks of lines; the first non-blank line has the number `start`."""
    for block in blocks:
        text = block.replace(b"\r\n", b"\n") if b"\r" in block else block
        lines = pc.split_pattern(pa.scalar(text, pa.string()), "\n").values
        lines = lines.filter(pc.invert(pc.match_substring_regex(lines, r"^[ \t\r]*$")))
        numbers = pa.array(range(start, start + len(lines)), pa.int64())
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
        if layout.keeps_values:
            yield Records(_divide(lines.filter(fits), shape, layout), numbers.filter(fits))
        else:
            yield Records(numbers=numbers.filter(fits))
        rest = pc.invert(fits)
        lines, numbers = lines.filter(rest), numbers.filter(rest)
    if len(lines):
        yield from_json_texts(zip(numbers.to_pylist(), lines.to_pylist(), strict=True), layout)


def _shape(line: str, layout: Layout) -> Shape | None:
    """The shape of a good line; None where it is bad, or commas do not divide it."""
    record, _ = json_record(line, layout)
    if not record or len(record) == 1:
        return None
    keys, cuts = _outline(line)
    ends = [0, *(end for _, end in cuts)]
    separators = [line[a:b] for a, b in zip(ends, [*(a for a, _ in cuts), len(line)], strict=True)]
    commas = [s.count(",") for s in separators]
    plain = list(record) == keys and commas == [0, *[1] * (len(keys) - 1), 0]
    return Shape(keys, separators) if plain else None


def _outline(line: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Keys of a correct object, and where their values begin and end."""
    places = list(leaves(line))
    return [name for name, _, _ in places], [(start, end) for _, start, end in places]


def _fits(lines: pa.Array, shape: Shape) -> pa.Array:
    """Lines of the shape, whose only commas are those between the members."""
    matches = pc.match_substring_regex(lines, shape.pattern)
    return pc.and_(matches, pc.equal(pc.count_substring(lines, ","), len(shape.keys) - 1))


def _divide(lines: pa.Array, shape: Shape, layout: Layout) -> dict[str, pa.Array]:
    """Columns of lines that fit the shape."""
    if not len(lines):
        return {}
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
    return layout.columns_of(shape.keys, fields)


def _value(column: pa.ChunkedArray, shape: Shape, i: int) -> pa.Array:
    """Values without the text around them, quotes included."""
    # The reader divided at the comma of each separator: a part of it stands on either side.
    front = len(shape.separators[i].rpartition(",")[2])
    back = len(shape.separators[i + 1].partition(",")[0])
    text = column.combine_chunks().cast(pa.string())
    raw = pc.utf8_slice_codeunits(text, front, -back if back else None)
    present = pc.if_else(pc.equal(raw, "null"), pa.scalar(None, pa.string()), raw)
    return pc.utf8_trim(present, '"')


def _as_list(lines: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)


def is_lines(text: str, *, complete: bool, enough: int) -> bool:
    """Whether a JSON text is lines of JSON rather than one document.

    Args:
        text: the beginning of the file.
        complete: whether that is all of it.
        enough: how many lines it takes.
    """
    lines = [line for line in text.split("\n") if line.strip(" \t\r")]
    whole = lines if complete else lines[:-1]
    good = sum(map(_is_value, whole))
    return len(whole) >= enough and good > 0 and good * 2 >= len(whole)


def _is_value(line: str) -> bool:
    try:
        start = skip_white(line, 0)
        return skip_white(line, end_of_value(line, start)) == len(line)
    except JSONDecodeError:
        return False
