"""Divides good records into columns of text."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lakehouse.reader.contested import DISPUTED
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.json_value import Record
from lakehouse.reader.layout import RESCUED, Layout, distinct
from lakehouse.reader.marks import may_have_marks, without_marks
from lakehouse.reader.sample import fields

# With so many columns, most of the memory would be for the columns themselves.
WIDE = 20_000
# What is said of other columns, in JSON.
AS_THEY_ARE = (RESCUED, DISPUTED)


class Cells:
    """Columns below one header."""

    def __init__(self, header: list[str], dialect: Dialect, layout: Layout) -> None:
        self._header, self._layout = header, layout
        self._delimiter, self._notation = dialect.delimiter, dialect.notation
        self._nameless = {i for i, name in enumerate(header) if not name.strip()}

    def divided(self, texts: pa.Array) -> dict[str, pa.Array]:
        """Columns of good records, as the layout wants them."""
        if not (len(texts) and self._layout.keeps_values):
            return {}
        if len(self._header) > WIDE:
            return self._divided_singly(texts)
        lines = _as_lines(texts)
        values = self._values(lines)
        if not self._notation.is_usual:
            values = [self._notation.values(column) for column in values]
        # A column without a name is none, if it has no values either.
        kept = [
            i
            for i, column in enumerate(values)
            if i not in self._nameless or pc.any(pc.match_substring_regex(column, r"\S")).as_py()
        ]
        found = self._layout.columns_of([self._header[i] for i in kept], [values[i] for i in kept])
        if not may_have_marks(lines.to_pybytes(), self._delimiter):
            return found
        return {c: v if c in AS_THEY_ARE else without_marks(v) for c, v in found.items()}

    def divided_if_even(self, texts: pa.Array) -> dict[str, pa.Array] | None:
        """The same, if all of them have as many fields as the header; None otherwise."""
        if len(self._header) > WIDE:
            return None
        try:
            return self.divided(texts)
        except pa.ArrowInvalid:
            return None

    def _values(self, lines: pa.Buffer) -> list[pa.Array]:
        names = [str(i) for i in range(len(self._header))]
        table = pa.csv.read_csv(
            pa.BufferReader(lines),
            read_options=pa.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=1 << 30, skip_rows=1
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=self._delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        return [table.column(i).combine_chunks() for i in range(len(names))]

    def _divided_singly(self, texts: pa.Array) -> dict[str, pa.Array]:
        """The same with memory for the cells there are, not for columns of many cells."""
        names, delimiter = distinct(self._header), self._delimiter
        rows: list[Record] = [
            dict(zip(names, fields(text.as_py(), delimiter), strict=True)) for text in texts
        ]
        return self._layout.columns_of_records(rows)


def _as_lines(texts: pa.Array) -> pa.Buffer:
    """The records behind an empty line: the divider would take U+FEFF at its start for a mark."""
    lines = pa.concat_arrays([pa.array([""], pa.string()), texts])
    as_list = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return pc.binary_join(as_list, "\n")[0].as_buffer()
