"""Quarantined records as the content of files that can be mended and sent again.

The reasons come first in a row: what is missing or too much at its end is so still, and a quote
that is never closed cannot reach beyond the next row.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa

from edp.quarantine.explained import values_of
from edp.quarantine.sent import Sent
from edp.quarantine.steadfast import Line, content, steadfast
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.layout import RESCUED
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.records import SHOWN_CHARACTERS
from lakehouse.reader.sample import fields

REASON = "quarantine_reason"
# What an earlier export added, where its records were sent again as they were.
OLD_MEMBER = re.compile(rf'\{{"{REASON}":"(?:[^"\\]|\\.)*",?'.encode())
LINE_ENDS = re.compile(rb"[\r\n]+")


@dataclass(frozen=True)
class Kept:
    """A record as quarantine has it."""

    number: int
    reasons: str
    raw: str


@dataclass(frozen=True)
class Content:
    """Of a file: its bytes, what its name ends in, and how many of its records are as sent."""

    suffix: str
    data: bytes
    records: int
    as_sent: int


def rendered(
    kept: Sequence[Kept], found: Mapping[int, Sent], format_: str | None, dataset: str
) -> Iterator[Content]:
    """The records of one raw file; those that cannot be written so that they stay bad are not.

    Args:
        kept: the records.
        found: those of them that could be read from the raw file.
        format_: the format of that file.
        dataset: whose records they are.
    """
    there = [(k, found[k.number]) for k in kept if k.number in found]
    for dialect, group in groupby(there, key=lambda pair: pair[1].dialect):
        lines = [Line(_line(k.reasons, s.text, dialect), k.reasons) for k, s in group]
        head = b"" if dialect is None else _header(dialect)
        suffix = "ndjson" if dialect is None else "csv"
        if lines := steadfast(head, lines, suffix, dataset):
            yield Content(suffix, content(head, lines), len(lines), len(lines))
    # Of a record with a bad one in it, quarantine may have that one alone.
    rest = [k for k in kept if k.number not in found and k.raw]
    if written := (_rows(rest) if format_ == "csv" else _objects(rest, dataset)):
        yield written


def _line(reasons: str, text: bytes, dialect: Dialect | None) -> bytes:
    if dialect is None:
        return _with_member(reasons, LINE_ENDS.sub(b" ", text))
    delimiter = dialect.delimiter.encode()
    text = _respelled(text, dialect)
    if dialect.header[0] == REASON:
        old = re.match(rb' *(?:"(?:[^"]|"")*" *|[^%b]*)%b' % ((re.escape(delimiter),) * 2), text)
        text = text[old.end() :] if old else text
    return b'"' + reasons.encode() + b'"' + delimiter + text


def _respelled(text: bytes, dialect: Dialect) -> bytes:
    """A row as RFC 4180 has it; as sent where backslashes stand in a row that is broken."""
    standard = dialect.notation.standard(text)
    if dialect.notation.escape is None:
        return standard
    try:
        row = standard.decode()
    except UnicodeDecodeError:
        return text
    if not Quoting(dialect.delimiter).holds(row):
        return text
    values = dialect.notation.values(pa.array(fields(row, dialect.delimiter), pa.string()))
    return _row(values.to_pylist(), dialect.delimiter)


def _header(dialect: Dialect) -> bytes:
    names = [REASON, *(n for n in dialect.header if n != REASON)]
    return _row(names, dialect.delimiter)


def _row(fields: Sequence[str], delimiter: str = ",") -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(fields)
    return line.getvalue().encode()


def _with_member(reasons: str, text: bytes) -> bytes:
    member = f'{{"{REASON}":{json.dumps(reasons)}'.encode()
    text = text.strip()
    if not text.startswith(b"{"):
        return member + b',"record":' + text + b"}"
    rest = (text[old.end() :] if (old := OLD_MEMBER.match(text)) else text[1:]).lstrip()
    return member + (b"" if rest.startswith(b"}") else b",") + rest


def _rows(kept: Sequence[Kept]) -> Content | None:
    """Records as rows of the columns that quarantine knows; others have no columns any more."""
    records = [(k.reasons, values) for k in kept if (values := _columns(k.raw))]
    names = list(dict.fromkeys(name for _, values in records for name in values))
    rows = [Line(_row([r, *(v.get(n, "") for n in names)]), r) for r, v in records]
    return Content("csv", content(_row([REASON, *names]), rows), len(rows), 0) if rows else None


def _objects(kept: Sequence[Kept], dataset: str) -> Content | None:
    lines = []
    for k in kept:
        if values := _columns(k.raw):
            text = json.dumps({REASON: k.reasons, **values}, ensure_ascii=False).encode()
            lines.append(Line(text, k.reasons))
        elif "\\x" not in k.raw and len(k.raw) < SHOWN_CHARACTERS:
            text = _with_member(k.reasons, LINE_ENDS.sub(b" ", k.raw.encode()))
            lines.append(Line(text, k.reasons))
    lines = steadfast(b"", lines, "ndjson", dataset)
    return Content("ndjson", content(b"", lines), len(lines), 0) if lines else None


def _columns(raw: str) -> dict[str, str]:
    """A record's columns under their own names, those that no contract knows too."""
    values = values_of(raw)
    unknown = json.loads(values.pop(RESCUED, "{}"))
    unknown.pop(REASON, None)
    return values | {name: value for name, value in unknown.items() if value is not None}
