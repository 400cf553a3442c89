"""Counts the records of a raw file as docs/reading-rules.md says.

It shares no code with the jobs and takes other ways where it can: whole files in memory, Python's
own csv, json and gzip modules. It does not judge files; what it says of a file that the rules
refuse means nothing.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from string import whitespace

import pyarrow.parquet as pq

_JSON_SUFFIXES = (".json", ".ndjson", ".jsonl")
_LINES_SUFFIXES = (".ndjson", ".jsonl")
_JSON_STARTS = ('{"', "{}", "[{")
_DELIMITERS = ",;\t|~^\x01"
_DIVIDED = re.compile(r"([,;\t|~^\x01])(?:.*\1){3}")
"""A line of five fields or more."""
_SAMPLE = 200

csv.field_size_limit(2**31 - 1)


def count(path: Path) -> int:
    """How many records a file has, good and bad alike."""
    name, data = path.name.lower(), path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data, name = gzip.decompress(data), name.removesuffix(".gz")
    if data[:4] == b"PAR1":
        return int(pq.ParquetFile(io.BytesIO(data)).metadata.num_rows)
    text = _unified_line_ends(_decoded(data))
    if name.endswith(_JSON_SUFFIXES) or _looks_like_json(text):
        return _count_json(text, one_line_is_enough=name.endswith(_LINES_SUFFIXES))
    if text.startswith("'"):
        text = text.translate(str.maketrans("\"'", "'\""))
    return sum(1 for _ in delimited_records(text.replace('\\"', '""'), name.endswith(".csv")))


def _decoded(data: bytes) -> str:
    """The text; which character an odd byte stands for does not change the count."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data and data.count(0) * 2 >= len(data) - 1:
        high = data[0::2].count(0) > data[1::2].count(0)
        return data.decode("utf-16-be" if high else "utf-16-le", errors="replace")
    return data.decode("utf-8", errors="replace")


def _unified_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")


def _looks_like_json(text: str) -> bool:
    start = "".join(text.lstrip()[:4096].split())
    return start.startswith(_JSON_STARTS)


def _count_json(text: str, *, one_line_is_enough: bool) -> int:
    lines = [line for line in text.split("\n") if line.strip()]
    complete = sum(_is_json(line) for line in lines)
    enough = 1 if one_line_is_enough else 2
    listed = len(lines) == 1 and "".join(lines[0][:9].split()).startswith("[{")
    if len(lines) >= enough and complete >= 1 and complete * 2 >= len(lines) and not listed:
        return len(lines)
    document, *others = _values(text)
    if isinstance(document, list):
        return len(document)
    if isinstance(document, dict) and not others:
        lists = [v for v in document.values() if isinstance(v, list) and v]
        return len(lists[0]) if len(lists) == 1 and isinstance(lists[0][0], dict) else 1
    return 1 + len(others) if isinstance(document, dict) else 0


def _values(text: str) -> list[object]:
    """Values one behind the other, with nothing or a comma between; `NaN` costs its record only."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    rest, values = text.strip(), []
    while rest:
        value, end = decoder.raw_decode(rest)
        values.append(value)
        rest = rest[end:].lstrip(", \t\n")
    return values


def _is_json(line: str) -> bool:
    try:
        value = _strict(line)
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # lone surrogates are not text
    except (ValueError, RecursionError):
        return False
    return True


def _strict(text: str) -> object:
    # Numbers stay text: Python refuses integers of more than some thousand digits.
    return json.loads(text, parse_constant=_refuse, parse_int=str, parse_float=str)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def delimited_records(text: str, may_be_one_column: bool = True) -> Iterator[str]:
    """The records of delimited text as written, without the header."""
    # A lone CR in a file with LF is white space; csv would take it for a line end.
    lines = _from_header(text.replace("\0", "\x1a").replace("\r", "\x0b").split("\n"))
    delimiter = _delimiter(lines)
    if delimiter is None and not may_be_one_column:
        raise ValueError("no delimiter")
    yield from islice(_records(lines, delimiter or "\x1f"), 1, None)


def _from_header(lines: list[str]) -> list[str]:
    """Without a title that is no list of names, and without a line that names the delimiter."""
    if lines[0].startswith("sep="):
        return lines[1:]
    first = next((i for i, line in enumerate(lines[:8]) if _DIVIDED.search(line)), 0)
    titled = not any(d in line for line in lines[:first] for d in _DELIMITERS)
    return lines[first:] if titled else lines


def _records(lines: list[str], delimiter: str) -> Iterator[str]:
    """The header, if there is one, and the records."""
    at = 0
    while at < len(lines):
        # A row without any value is no record.
        valued = lines[at].strip(f"{whitespace}{delimiter}")
        size = _lines_of_record(lines, at, delimiter) if valued else 1
        if valued:
            yield "\n".join(lines[at : at + size])
        at += size


def _lines_of_record(lines: list[str], at: int, delimiter: str) -> int:
    """How many lines the record takes that begins with line `at`; one where a quote is broken."""
    if '"' not in lines[at]:
        return 1
    following = (lines[i] + "\n" for i in range(at, len(lines)))
    reader = csv.reader(following, delimiter=delimiter, strict=True)
    try:
        next(reader)
    except csv.Error:
        return _line_of_broken_field(lines, at, delimiter)
    return reader.line_num


def _line_of_broken_field(lines: list[str], at: int, delimiter: str) -> int:
    """Lines up to and with the one on which the broken field began.

    Quoted fields that closed well may have taken the record over several lines before.
    """
    line = at
    position = 0
    while position < len(lines[line]):
        if lines[line][position] == '"':
            closed = _close_of_quote(lines, line, position + 1)
            if closed is None or lines[closed[0]][closed[1] :][:1] not in ("", delimiter):
                break
            line, position = closed
        else:
            found = lines[line].find(delimiter, position)
            position = len(lines[line]) if found < 0 else found
        position += 1
    return line - at + 1


def _close_of_quote(lines: list[str], line: int, position: int) -> tuple[int, int] | None:
    """Line and position just behind the quote that closes a field; None if there is none."""
    while line < len(lines):
        end = lines[line].find('"', position)
        if end < 0:
            line, position = line + 1, 0
        elif lines[line][end + 1 : end + 2] == '"':
            position = end + 2
        else:
            return line, end + 1
    return None


def _delimiter(lines: list[str]) -> str | None:
    """The delimiter that divides the first line and those after it most consistently."""
    best, best_score = None, (0.0, 0)
    for delimiter in _DELIMITERS:
        sample = islice(_records(lines, delimiter), _SAMPLE)
        widths = [_width(record, delimiter) for record in sample]
        if not widths or widths[0] < 2:
            continue
        alike = Counter(widths)[widths[0]] / len(widths)
        if (alike, widths[0]) > best_score:
            best, best_score = delimiter, (alike, widths[0])
    return best


def _width(record: str, delimiter: str) -> int:
    """Fields of a record on its own; an open quote runs to its end."""
    return len(next(csv.reader([record], delimiter=delimiter), []))
