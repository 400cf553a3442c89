"""Delimited text, strictly per RFC 4180: a record is right, or it is quarantined; never shifted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.json_value import RepeatedKey
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, shown, text_defect
from lakehouse.reader.verdict import BadRecord, Refused

DELIMITERS = ",;\t|"
SAMPLE_LINES = 100
NUMBER = re.compile(r"\s*[-+]?[0-9]+([.,][0-9]+)*\s*")


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written."""

    delimiter: str
    header: list[str]
    has_header: bool


def sniff_dialect(sample: str, suffix: str | None, layout: Layout) -> Dialect:
    """Delimiter and header, from the first lines.

    Raises:
        Refused: no delimiter, or no header that knows the dataset.
    """
    lines = [line for line in sample.splitlines() if line.strip()][:SAMPLE_LINES]
    delimiter = max(DELIMITERS, key=lambda d: _consistency(lines, d))
    if _consistency(lines, delimiter) == (0, 0):
        if suffix != "csv":
            raise Refused("no_delimiter", "no delimiter divides its lines, and it is not JSON", 0)
        delimiter = ","
    first = _fields(lines[0], delimiter)
    if layout.keeps_values:
        _assert_header(first, layout)
        return Dialect(delimiter, first, has_header=True)
    names = all(first) and len(set(first)) == len(first) and not any(map(NUMBER.fullmatch, first))
    return Dialect(delimiter, first, has_header=names)


def _consistency(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Lines that are divided like the first one, and into how many fields."""
    counts = [len(_fields(line, delimiter)) for line in lines]
    if counts[0] < 2:
        return 0, 0
    return counts.count(counts[0]), counts[0]


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return line.split(delimiter)


def _assert_header(header: list[str], layout: Layout) -> None:
    try:
        placed = layout.place(header)
    except RepeatedKey as error:
        raise Refused("repeated_column", str(error), 0) from error
    missing = [k for k in layout.keys if k not in placed]
    if missing:
        raise Refused("no_header", f"the first line does not name {missing[0]} (or an alias)", 0)


def read_delimited(blocks: Iterable[bytes], dialect: Dialect, layout: Layout) -> Iterator[Records]:
    """Records of a delimited file, from its first line on."""
    parser = _Parser(dialect, layout)
    for block in blocks:
        yield parser.records(parser.framed(block, last=False))
    yield parser.records(parser.framed(b"", last=True))


class _Parser:
    """Divides lines into records, and records into fields."""

    def __init__(self, dialect: Dialect, layout: Layout) -> None:
        self._dialect, self._layout = dialect, layout
        self._header_pending = dialect.has_header
        self._next = 1
        self._carry = ""
        d = re.escape(dialect.delimiter)
        field = rf'(?:"(?:[^"]|"")*"|[^"{d}]*)'
        self._strict = rf"^(?s:{field}(?:{d}{field})*)$"

    def framed(self, block: bytes, *, last: bool) -> tuple[pa.Array, set[int]]:
        """Records as texts, and the places of those whose quotes are broken."""
        text = self._carry + block.decode().replace("\r\n", "\n")
        self._carry = ""
        if last and not text:
            return pa.array([], pa.string()), set()
        lines = pc.split_pattern(pa.scalar(text, pa.string()), "\n").values
        if '"' not in text:
            return _without_blank(lines), set()
        odd = pc.bit_wise_and(pc.count_substring(lines, '"'), 1)
        starts = pc.indices_nonzero(odd).to_pylist()
        return self._join(lines, starts, last=last) if starts else (_without_blank(lines), set())

    def _join(self, lines: pa.Array, odd: list[int], *, last: bool) -> tuple[pa.Array, set[int]]:
        """Joins the lines of quoted fields that hold line ends."""
        texts: list[str] = lines.to_pylist()
        records: list[str] = []
        broken: set[int] = set()
        at = k = 0
        while k < len(odd):
            start = odd[k]
            records += [t for t in texts[at:start] if t.strip()]
            end = odd[k + 1] if k + 1 < len(odd) else None
            rest = "\n".join(texts[start:])
            if end is None and not last and len(rest) <= MAX_RECORD_BYTES:
                self._carry = rest
                return pa.array(records, pa.string()), broken
            joined = None if end is None else "\n".join(texts[start : end + 1])
            if joined is not None and end is not None and re.match(self._strict, joined):
                records.append(joined)
                at, k = end + 1, k + 2
            else:
                broken.add(len(records))
                records.append(texts[start])
                at, k = start + 1, k + 1
        records += [t for t in texts[at:] if t.strip()]
        return pa.array(records, pa.string()), broken

    def records(self, framed: tuple[pa.Array, set[int]]) -> Records:
        """Numbered records, good ones in columns."""
        texts, broken = framed
        if self._header_pending and len(texts):
            texts, broken = texts[1:], {b - 1 for b in broken}
            self._header_pending = False
        numbers = pa.array(range(self._next, self._next + len(texts)), pa.int64())
        self._next += len(texts)
        reasons = self._reasons(texts, broken)
        good = pc.is_null(reasons)
        bad = [
            BadRecord(n, r, shown(t))
            for n, r, t in zip(
                *(a.filter(pc.invert(good)).to_pylist() for a in (numbers, reasons, texts)),
                strict=True,
            )
        ]
        kept = texts.filter(good)
        columns = self._columns(kept) if self._layout.keeps_values and len(kept) else {}
        return Records(columns, numbers.filter(good), bad)

    def _reasons(self, texts: pa.Array, broken: set[int]) -> pa.Array:
        """Why a record is bad; null for good ones. Only doubtful records are looked at singly."""
        width = len(self._dialect.header)
        plain = pc.and_(
            pc.invert(pc.match_substring_regex(texts, rf'["\x00{DAMAGE}]')),
            pc.less_equal(pc.binary_length(texts), MAX_RECORD_BYTES),
        )
        right = pc.equal(pc.count_substring(texts, self._dialect.delimiter), width - 1)
        reasons = pc.if_else(
            plain, pc.if_else(right, pa.scalar(None, pa.string()), "ragged_row"), ""
        )
        doubtful = pc.indices_nonzero(pc.fill_null(pc.equal(reasons, ""), False)).to_pylist()
        if not doubtful:
            return reasons
        found: list[str | None] = reasons.to_pylist()
        looked_at = pc.take(texts, pa.array(doubtful, pa.int64())).to_pylist()
        for i, text in zip(doubtful, looked_at, strict=True):
            found[i] = self._reason(text, i in broken)
        return pa.array(found, pa.string())

    def _reason(self, text: str, broken: bool) -> str | None:
        defect = text_defect(text)
        if defect:
            return defect
        if broken or not re.match(self._strict, text):
            return "broken_quote"
        fields = next(csv.reader([text], delimiter=self._dialect.delimiter, strict=True))
        return None if len(fields) == len(self._dialect.header) else "ragged_row"

    def _columns(self, texts: pa.Array) -> dict[str, pa.Array]:
        header = self._dialect.header
        joined = pc.binary_join(
            pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts), "\n"
        )[0]
        names = [str(i) for i in range(len(header))]
        table = pa.csv.read_csv(
            pa.BufferReader(joined.as_buffer()),
            read_options=pa.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=1 << 30
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=self._dialect.delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        values = [table.column(i).combine_chunks() for i in range(len(names))]
        return self._layout.columns_of(header, values)


def _without_blank(lines: pa.Array) -> pa.Array:
    return lines.filter(pc.invert(pc.match_substring_regex(lines, r"^\s*$")))
