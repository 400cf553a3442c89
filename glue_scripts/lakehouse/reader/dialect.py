"""Finds out how a delimited file is written, from its first lines."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import islice

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Refused

DELIMITERS = ",;\t|"
SAMPLE_LINES = 100
MOST_LINES = SAMPLE_LINES * 4
SAMPLE_CHARACTERS = 1 << 20
NUMBER = re.compile(r"\s*[-+]?[0-9]+([.,][0-9]+)*\s*")
# Excel's own way to name the delimiter, on a line before the header.
SEP_LINE = re.compile(r'"?sep=([,;\t|])"?\r?', re.IGNORECASE)

# The module's own limit of 128 KiB is less than a field may have; it holds for the whole process.
csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written; `names_delimiter`: a line before the header does."""

    delimiter: str
    header: list[str]
    has_header: bool
    names_delimiter: bool = False


def first_lines(text: bytes) -> str:
    """As much of a text as it takes to find out."""
    ends = islice(re.finditer(b"\n", text), MOST_LINES - 1, None)
    return text[: next((end.start() for end in ends), None)].decode()


def sniff_dialect(text: str, suffix: str | None, layout: Layout) -> Dialect:
    """Delimiter and header.

    Args:
        text: the beginning of the file, at least its first line.
        suffix: what the name claims.
        layout: the dataset, if there is one.

    Raises:
        Refused: no delimiter, or no header that knows the dataset.
    """
    records = _sample(text)
    named = SEP_LINE.fullmatch(records[0]) if len(records) > 1 else None
    if named:
        records = records[1:]
    delimiter = named[1] if named else _delimiter(records, suffix)
    rows = [fields(record, delimiter) for record in records]
    if layout.keeps_values:
        layout.assert_fits(rows[0], 0)
    has_header = layout.keeps_values or _is_header(rows[0], rows[1:])
    return Dialect(delimiter, rows[0], has_header, names_delimiter=named is not None)


def fields(record: str, delimiter: str) -> list[str]:
    """The fields of one record, read leniently."""
    try:
        return next(csv.reader([record.removesuffix("\r")], delimiter=delimiter), [""])
    except csv.Error:
        return record.split(delimiter)


def _sample(text: str) -> list[str]:
    """Some records; lines are joined as long as a quote is open."""
    some = text.split("\n", MOST_LINES)[:MOST_LINES]
    # Python takes more control characters for white space; they are content here.
    lines = [line for line in some if line.strip(" \t\r\x0c")]
    records: list[str] = []
    size = 0
    while lines and len(records) < SAMPLE_LINES and size < SAMPLE_CHARACTERS:
        count = _lines_of_record(lines)
        records.append("\n".join(lines[:count]))
        size += len(records[-1])
        lines = lines[count:]
    return records


def _lines_of_record(lines: list[str]) -> int:
    quotes = 0
    for count, line in enumerate(lines, 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return count
    return 1


def _delimiter(records: list[str], suffix: str | None) -> str:
    scores = {d: _consistency(records, d) for d in DELIMITERS}
    best = max(DELIMITERS, key=scores.__getitem__)
    alike, width = scores[best]
    if suffix == "csv":
        return best if width else ","
    if alike * 2 < len(records) or not width:
        what = "no delimiter divides most of its lines alike, and it is not JSON"
        raise Refused("no_delimiter", what, 0)
    return best


def _consistency(records: list[str], delimiter: str) -> tuple[int, int]:
    """Records that are divided like the first one, and into how many fields."""
    width = len(fields(records[0], delimiter))
    if width < 2:
        return 0, 0
    return sum(len(fields(record, delimiter)) == width for record in records), width


def _is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Whether the first line names columns, as far as that can be seen without a dataset."""
    if any(map(NUMBER.fullmatch, first)):
        return False
    if all(first) and len(set(first)) == len(first):
        return True
    return any(
        all(i < len(row) and NUMBER.fullmatch(row[i]) for row in rows)
        for i in range(len(first))
        if rows
    )
