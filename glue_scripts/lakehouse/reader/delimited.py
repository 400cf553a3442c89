"""Delimited text, strictly per RFC 4180: a record is right, or it is quarantined; never shifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.dialect import Dialect, fields, first_lines, sniff_dialect
from lakehouse.reader.framing import Framed, Framer, Quoting
from lakehouse.reader.json_value import Record
from lakehouse.reader.layout import Layout, distinct
from lakehouse.reader.records import BadTexts, Records, text_defects
from lakehouse.reader.texts import numbered
from lakehouse.reader.verdict import Refused

# With so many columns, most of the memory would be for the columns themselves.
WIDE = 2000
NO_REASON = pa.scalar(None, pa.string())


def read_delimited(
    blocks: Iterable[bytes], suffix: str | None, layout: Layout
) -> Iterator[Records]:
    """Records of delimited text.

    Raises:
        Refused: no delimiter, no header that knows the dataset, or a damaged one.
    """
    blocks = iter(blocks)
    first = next(blocks)
    dialect = sniff_dialect(first_lines(first), suffix, layout)
    framer = Framer(quoting := Quoting(dialect.delimiter))
    columns = _Columns(dialect, quoting, layout)
    yield from columns.records(framer.take(first, last=False))
    for block in blocks:
        yield from columns.records(framer.take(block, last=False))
    yield from columns.records(framer.take(b"", last=True))


class _Columns:
    """Judges records and divides good ones into columns."""

    def __init__(self, dialect: Dialect, quoting: Quoting, layout: Layout) -> None:
        self._dialect, self._quoting, self._layout = dialect, quoting, layout
        self._names_pending = dialect.names_delimiter
        self._header_pending = dialect.has_header
        self._header: str | None = None
        self._next = 1
        self._at_once = layout.rows_at_once(dialect.header)

    def records(self, framed: Framed) -> Iterator[Records]:
        """Numbered records, good ones in columns."""
        framed = self._without_header(framed)
        for start in range(0, len(framed.texts), self._at_once):
            yield self._some(framed.part(start, start + self._at_once))

    def _some(self, framed: Framed) -> Records:
        texts = framed.texts
        numbers = numbered(self._next, len(texts))
        self._next += len(texts)
        reasons = self._reasons(framed)
        if reasons.null_count == len(reasons):
            return Records(self._divided(texts), numbers)
        good = pc.is_null(reasons)
        bad = BadTexts(*(a.filter(pc.invert(good)) for a in (numbers, reasons, texts)))
        return Records(self._divided(texts.filter(good)), numbers.filter(good), bad)

    def _without_header(self, framed: Framed) -> Framed:
        if self._names_pending and len(framed.texts):
            self._names_pending, framed = False, framed.part(1)
        if self._header_pending and len(framed.texts):
            self._assert_sound(framed)
            self._header_pending, self._header = False, framed.texts[0].as_py()
            framed = framed.part(1)
        return framed

    def _assert_sound(self, framed: Framed) -> None:
        if reason := self._reasons(framed.part(0, 1))[0].as_py():
            raise Refused("no_header", f"the first line is damaged: {reason}", 0)

    def _reasons(self, framed: Framed) -> pa.Array:
        """Why a record is bad; null for good ones. Only doubtful records are looked at twice."""
        texts, doubtful = framed.texts, pc.greater(pc.binary_length(framed.texts), MAX_RECORD_BYTES)
        if framed.doubtful is not None:
            doubtful = pc.or_(doubtful, framed.doubtful)
        reasons = pc.if_else(self._fits(texts), NO_REASON, "ragged_row")
        if pc.any(doubtful).as_py():
            broken = None if framed.broken is None else framed.broken.filter(doubtful)
            looked_at = self._looked_at(texts.filter(doubtful), broken)
            reasons = pc.replace_with_mask(reasons, doubtful, looked_at)
        if self._header is not None:
            again = pc.and_(pc.is_null(reasons), pc.equal(texts, self._header))
            reasons = pc.if_else(again, "repeated_header", reasons)
        return reasons

    def _fits(self, texts: pa.Array) -> pa.Array:
        """Which texts have as many fields as the header."""
        width = len(self._dialect.header)
        return pc.equal(pc.count_substring(texts, self._dialect.delimiter), width - 1)

    def _looked_at(self, texts: pa.Array, broken: pa.Array | None) -> pa.Array:
        """The reasons of records with quotes, control characters, damage or an excess of bytes."""
        right = self._quoting.hold(texts)
        if broken is not None:
            right = pc.and_(right, pc.invert(broken))
        outside = self._quoting.without_quoted(texts)
        reasons = pc.if_else(self._fits(outside), NO_REASON, "ragged_row")
        reasons = pc.if_else(pc.match_substring(outside, "\r"), "stray_cr", reasons)
        reasons = pc.if_else(right, reasons, "broken_quote")
        return pc.coalesce(text_defects(texts), reasons)

    def _divided(self, texts: pa.Array) -> dict[str, pa.Array]:
        """Columns of good records."""
        if not (len(texts) and self._layout.keeps_values):
            return {}
        header = self._dialect.header
        if len(header) > WIDE:
            return self._divided_singly(texts)
        names = [str(i) for i in range(len(header))]
        table = pa.csv.read_csv(
            pa.BufferReader(_as_lines(texts)),
            read_options=pa.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=1 << 30, skip_rows=1
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=self._dialect.delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        values = [table.column(i).combine_chunks() for i in range(len(names))]
        return self._layout.columns_of(header, values)

    def _divided_singly(self, texts: pa.Array) -> dict[str, pa.Array]:
        """The same with memory for the cells there are, not for columns of many cells."""
        names, delimiter = distinct(self._dialect.header), self._dialect.delimiter
        rows: list[Record] = [
            dict(zip(names, fields(text.as_py(), delimiter), strict=True)) for text in texts
        ]
        return self._layout.columns_of_records(rows)


def _as_lines(texts: pa.Array) -> pa.Buffer:
    """The records behind an empty line: the divider would take U+FEFF at its start for a mark."""
    lines = pa.concat_arrays([pa.array([""], pa.string()), texts])
    as_list = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return pc.binary_join(as_list, "\n")[0].as_buffer()
