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

from edp.quarantine.explained import values_of
from edp.quarantine.sent import Sent
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.layout import RESCUED
from lakehouse.reader.records import SHOWN_CHARACTERS

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
    kept: Sequence[Kept], found: Mapping[int, Sent], format_: str | None
) -> Iterator[Content]:
    """The records of one raw file; those that cannot be written so that they stay bad are not.

    Args:
        kept: the records.
        found: those of them that could be read from the raw file.
        format_: the format of that file.
    """
    there = [(k, found[k.number]) for k in kept if k.number in found]
    for dialect, group in groupby(there, key=lambda pair: pair[1].dialect):
        pairs = list(group)
        lines = [_line(k.reasons, s.text, dialect) for k, s in pairs]
        head = [] if dialect is None else [_header(dialect)]
        suffix = "ndjson" if dialect is None else "csv"
        yield Content(suffix, _joined([*head, *lines]), len(lines), len(lines))
    rest = [k for k in kept if k.number not in found]
    if content := (_rows(rest) if format_ == "csv" else _objects(rest)):
        yield content


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _line(reasons: str, text: bytes, dialect: Dialect | None) -> bytes:
    if dialect is None:
        return _with_member(reasons, LINE_ENDS.sub(b" ", text))
    delimiter = dialect.delimiter.encode()
    if dialect.header[0] == REASON:
        text = text.partition(b'"' + delimiter)[2]
    return b'"' + reasons.encode() + b'"' + delimiter + text


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
    rows = [_row([reasons, *(v.get(n, "") for n in names)]) for reasons, v in records]
    return Content("csv", _joined([_row([REASON, *names]), *rows]), len(rows), 0) if rows else None


def _objects(kept: Sequence[Kept]) -> Content | None:
    lines = []
    for k in kept:
        if values := _columns(k.raw):
            lines.append(json.dumps({REASON: k.reasons, **values}, ensure_ascii=False).encode())
        elif "\\x" not in k.raw and len(k.raw) < SHOWN_CHARACTERS:
            lines.append(_with_member(k.reasons, LINE_ENDS.sub(b" ", k.raw.encode())))
    return Content("ndjson", _joined(lines), len(lines), 0) if lines else None


def _columns(raw: str) -> dict[str, str]:
    """A record's columns under their own names, those that no contract knows too."""
    values = values_of(raw)
    unknown = json.loads(values.pop(RESCUED, "{}"))
    unknown.pop(REASON, None)
    return values | {name: value for name, value in unknown.items() if value is not None}
