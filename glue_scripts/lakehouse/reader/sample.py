"""The first records of a delimited file, read leniently to find out how it is written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lakehouse.reader.blocks import MAX_RECORD_BYTES

SAMPLE_LINES = 100
MOST_LINES = SAMPLE_LINES * 4
SAMPLE_CHARACTERS = 1 << 20
MOST_COLUMNS = 200
NUMBER = re.compile(r"\s*[-+]?[0-9]+([.,][0-9]+)*\s*")
DATE = re.compile(
    r"\s*([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2}:[0-9]{2})(?![0-9]).*", re.S
)

MISSING = re.compile(
    r"\W*(n\.?/?a\.?|nan|nat|null|nil|none|missing|unknown|inf|infinity)\W*", re.IGNORECASE
)

# The module's own limit of 128 KiB is less than a field may have; it holds for the whole process.
csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))


def first_lines(text: bytes) -> bytes:
    """As much of a text as it takes to find out."""
    ends = islice(re.finditer(b"\n", text), MOST_LINES - 1, None)
    return text[: next((end.start() for end in ends), None)]


def records_of(text: str) -> list[tuple[int, str]]:
    """Some records, and the number of the line on which each begins, from 0.

    Lines are joined as long as a quote is open.
    """
    some = text.split("\n", MOST_LINES)[:MOST_LINES]
    # Python takes more control characters for white space; they are content here.
    lines = [(i, line) for i, line in enumerate(some) if line.strip(" \t\r\x0c")]
    records: list[tuple[int, str]] = []
    size = at = 0
    while at < len(lines) and len(records) < SAMPLE_LINES and size < SAMPLE_CHARACTERS:
        count = _lines_of_record([line for _, line in lines[at : at + SAMPLE_LINES]])
        record = "\n".join(line for _, line in lines[at : at + count])
        records.append((lines[at][0], record))
        size += len(record)
        at += count
    return records


def _lines_of_record(lines: list[str]) -> int:
    quotes = 0
    for count, line in enumerate(lines, 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return count
    return 1


def fields(record: str, delimiter: str) -> list[str]:
    """The fields of one record, read leniently."""
    spaces = delimiter != " "
    text = record.removesuffix("\r")
    try:
        reader = csv.reader([text], delimiter=delimiter, skipinitialspace=spaces and '"' in text)
        return next(reader, [""])
    except csv.Error:
        return record.split(delimiter)


def is_value(cell: str) -> bool:
    """Whether a cell has the form of a number, a date or a time of day."""
    return NUMBER.fullmatch(cell) is not None or DATE.fullmatch(cell) is not None


def is_word(cell: str) -> bool:
    """Whether a cell has a word where others have numbers, and does not just lack a value."""
    return any(map(str.isalpha, cell)) and not (is_value(cell) or MISSING.fullmatch(cell))


@dataclass(frozen=True)
class Table:
    """The first records, divided by one delimiter.

    Attributes:
        delimiter: it.
        rows: the fields of each record that has any value.
        places: on which line each of them begins, from 0.
    """

    delimiter: str
    rows: list[list[str]]
    places: list[int]

    @classmethod
    def of(cls, records: list[tuple[int, str]], delimiter: str) -> Table:
        """Divided records."""
        divided = [(at, fields(record, delimiter)) for at, record in records]
        valued = [(at, row) for at, row in divided if any(cell.strip() for cell in row)]
        return cls(delimiter, [row for _, row in valued], [at for at, _ in valued])

    @cached_property
    def width(self) -> int:
        """Into how many fields most of them are divided, if they are; else 1."""
        widths = Counter(len(row) for row in self.rows if len(row) > 1)
        return max(widths, key=lambda n: (widths[n], n), default=1)

    @cached_property
    def alike(self) -> int:
        """How many are divided so."""
        return sum(len(row) == self.width > 1 for row in self.rows)

    def below(self, place: int) -> list[list[str]]:
        """Rows of the usual width behind one."""
        return [row for row in self.rows[place + 1 :] if len(row) == self.width]

    def columns_of_values(self, place: int, share: float = 1.0) -> Iterator[int]:
        """Columns that have numbers or dates behind a row, in such a share of their values."""
        rows = self.below(place)
        for i in range(min(self.width, MOST_COLUMNS) if rows else 0):
            cells = [row[i] for row in rows if row[i].strip()]
            if len(cells) * 2 >= len(rows) and sum(map(is_value, cells)) >= share * len(cells):
                yield i
