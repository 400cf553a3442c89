"""Says of a bad record what was expected, and where in its text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any

from lakehouse.reader.dialect import Dialect
from lakehouse.reader.json_value import MAX_DEPTH, assert_value
from lakehouse.reader.notation import Notation

SHOWN = 120
CUT = "…"
QUOTED = re.compile(r' *"(?:[^"]|"")*" *')
ESCAPED = re.compile(r"\\(?:.|\n)")
SWAPPED = str.maketrans("\"'", "'\"")
BAD_BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+")
KINDS = {"[": "an array", '"': "a text", "t": "true", "f": "false", "n": "null"}
# What Python's parser says of JSON, as what it expected.
PARSED = {
    "Expecting value": "a value",
    "Expecting ',' delimiter": "a comma, or the end of the object or array",
    "Expecting ':' delimiter": "a colon behind the name",
    "Expecting property name enclosed in double quotes": "a name in double quotes",
    "Illegal trailing comma before end of object": "no comma before the end of the object",
    "Illegal trailing comma before end of array": "no comma before the end of the array",
    "Unterminated string starting at": "a closing quote; the text that begins here has none",
    "Invalid control character at": "control characters of a text as \\u00…",
    "Invalid \\escape": "an escape that JSON knows",
    "Invalid \\uXXXX escape": "four hexadecimal digits behind \\u",
    "something behind the value": "one value, and nothing behind it",
    "half a surrogate pair": "both halves of a surrogate pair",
}


@dataclass(frozen=True)
class Fault:
    """What was expected of a record, as part of a sentence, and the character where it is not."""

    expected: str
    at: int | None = None


def fault(reason: str, text: str, dialect: Dialect | None) -> Fault:
    """What is wrong with a bad record.

    Args:
        reason: one of the record reasons of docs/reading-rules.md.
        text: the record as it is shown.
        dialect: how it is written; None where it is JSON, or nobody knows any more.
    """
    if dialect is not None and reason == "ragged_row":
        return _ragged(_respelled(text, dialect.notation), dialect)
    if dialect is not None and reason == "broken_quote":
        return _broken_quote(_respelled(text, dialect.notation), dialect.delimiter)
    say = _SAY.get(reason)
    return say(text) if say else Fault(f"a record without: {reason.replace('_', ' ')}")


def excerpt(text: str, at: int | None, width: int = SHOWN) -> tuple[str, int | None]:
    """A text of at most so many characters, cut around a place in it, and where that is then."""
    if len(text) <= width:
        return text, at
    start = max(0, min((at or 0) - width // 2, len(text) - width))
    part = text[start : start + width]
    if start:
        part = CUT + part[1:]
    if start + width < len(text):
        part = part[:-1] + CUT
    return part, None if at is None else min(at - start, len(part))


def counted(count: int, thing: str) -> str:
    """A number of things: `1 field`, `5 fields`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _respelled(text: str, notation: Notation) -> str:
    """A record with quotes as RFC 4180 has them, each character in its place."""
    if notation.quote == "'":
        text = text.translate(SWAPPED)
    return ESCAPED.sub("--", text) if notation.escape else text


def _ragged(text: str, dialect: Dialect) -> Fault:
    starts, width = list(_fields(text, dialect.delimiter)), len(dialect.header)
    whose = "the header" if dialect.has_header else "the first record"
    expected = f"{counted(width, 'field')}, as {whose} has; {len(starts):,} found"
    return Fault(expected, starts[width] if len(starts) > width else len(text))


def _fields(text: str, delimiter: str) -> Iterator[int]:
    """Where fields begin; delimiters in quotes divide nothing."""
    yield 0
    for token in re.finditer(rf"{QUOTED.pattern}|{re.escape(delimiter)}", text):
        if token[0] == delimiter:
            yield token.end()


def _broken_quote(text: str, delimiter: str) -> Fault:
    at = 0
    if text.startswith("'") and '"' not in text:
        return Fault("the quotes of the other records; apostrophes are none here", 0)
    while at < len(text):
        quoted = QUOTED.match(text, at)
        opening = len(text) - len(text[at:].lstrip(" "))
        if text.startswith('"', opening) and not quoted:
            return Fault("a closing quote; the one that opens the field has none", opening)
        end = text.find(delimiter, quoted.end() if quoted else at)
        end = len(text) if end < 0 else end
        if quoted and quoted.end() < end:
            return Fault("a delimiter or the line's end behind the closing quote", quoted.end())
        if not quoted and (inside := text.find('"', at, end)) >= 0:
            return Fault("quotes around the whole field, and doubled within", inside)
        at = end + len(delimiter)
    return Fault("quotes around the whole field, and doubled within")


def _json(text: str) -> Fault:
    try:
        assert_value(text)
    except JSONDecodeError as error:
        at = text.find(error.doc) if error.doc not in ("", text) else error.pos
        return Fault(_expected(error.msg), None if at < 0 else at)
    except ValueError:
        return Fault("one JSON value, each key once")
    return Fault("one JSON value")


def _expected(message: str) -> str:
    if message.endswith(" is not JSON"):
        return f"a value that JSON knows; {message.removesuffix(' is not JSON')} is none"
    return PARSED.get(message) or f"JSON: {message}"


def _repeated_key(text: str) -> Fault:
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.extend(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)

    with suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=note)
    if not found:
        return Fault("one name for each column; two of its keys mean the same one")
    written = json.dumps(found[0], ensure_ascii=False)
    return Fault(f"each key once; {written} is there twice", _second(text, written))


def _second(text: str, part: str) -> int | None:
    at = text.find(part, text.find(part) + 1)
    return None if at < 0 else at


def _not_an_object(text: str) -> Fault:
    return Fault(f"an object; {KINDS.get(text.strip()[:1], 'a number')} found", 0)


def _undecodable(text: str) -> Fault:
    found = BAD_BYTES.search(text)
    if found is None:
        return Fault("characters of the file's encoding")
    bad = found[0].replace("\\x", " ").strip()
    return Fault(f"characters of the file's encoding; the bytes {bad} are none", found.start())


def _without(part: str, expected: str) -> Callable[[str], Fault]:
    def say(text: str) -> Fault:
        at = text.find(part)
        return Fault(expected, None if at < 0 else at)

    return say


_SAY: dict[str, Callable[[str], Fault]] = {
    "invalid_json": _json,
    "repeated_key": _repeated_key,
    "not_an_object": _not_an_object,
    "undecodable": _undecodable,
    "nul_byte": _without("\\x00", "no NUL byte"),
    "ragged_row": lambda _: Fault("as many fields as the header has"),
    "broken_quote": lambda _: Fault("quotes around the whole field, and doubled within"),
    "split_number": lambda _: Fault(
        "quotes around numbers with a decimal comma, or another delimiter: `12,50` is two fields"
    ),
    "stray_cr": _without("\r", "line ends like those of the other lines; here is a lone CR"),
    "repeated_header": lambda _: Fault("a record; this is the header once more"),
    "second_header": lambda _: Fault("a record; this is about the columns"),
    "trailer": lambda _: Fault("a record; this is a sum or a remark"),
    "nested_records": lambda _: Fault("one record; here are some inside another object"),
    "too_deep": lambda _: Fault(f"at most {MAX_DEPTH} levels of nesting"),
    "too_large": lambda _: Fault("at most 16 MiB"),
}

REASONS = frozenset(_SAY)
