"""Strict JSON (RFC 8259) that keeps every value exactly as written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in the stubs
from typing import Any, NoReturn

WHITE = re.compile(r"[ \t\n\r]*")
# RFC 8259 lets a reader set a limit. Python's own limit depends on how deep its caller stands.
MAX_DEPTH = 512
# Names of nested members repeat those around them: the names of a record may be so long together,
# and in a large one so many times as long as it is.
NAMES_LENGTH = 1 << 16
NAMES_RATIO = 16
# The names of a shorter record cannot become too long.
WORTH_A_LOOK = 1000
Record = dict[str, str | None]
# Python, and many who write like it, put these where JSON has no number.
CONSTANTS = ("NaN", "Infinity", "-Infinity")


class Number(str):
    """A number as it was written: where it matters that it was no text."""

    __slots__ = ()


class RepeatedKey(ValueError):
    """An object names a key twice."""


class NotAnObject(ValueError):
    """A JSON value that is not an object."""


class TooDeep(ValueError):
    """A value is nested deeper than `MAX_DEPTH`, or its names become too long by nesting."""


def _no_constant(name: str) -> NoReturn:
    raise JSONDecodeError(f"{name} is not JSON", name, 0)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RepeatedKey("a key is repeated")
    return found


def _decoder(
    hook: Callable[[list[tuple[str, Any]]], Any] | None,
    constant: Callable[[str], Any] = _no_constant,
) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_float=Number, parse_int=Number, parse_constant=constant, object_pairs_hook=hook
    )


_STRICT = _decoder(_unique)
# Judges only whether a text is JSON: repeated keys are a matter of the record, not of the syntax.
_SYNTAX = _decoder(None)
# Where a value ends does not depend on whether all its numbers are some.
_ENDS = _decoder(None, str)


def end_of_value(text: str, start: int) -> int:
    """Index behind the JSON value that starts at `start`; `NaN` and its like may be in it.

    Raises:
        JSONDecodeError: there is no JSON value.
        TooDeep: its nesting is beyond the limit.
    """
    end = _end(_ENDS, text, start)
    _assert_depth(text, start, end)
    return end


def _end(decoder: json.JSONDecoder, text: str, start: int) -> int:
    return _decoded(decoder, text, start)[1]


def _decoded(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, start)
    except RecursionError:
        raise TooDeep(f"nested deeper than {MAX_DEPTH} levels") from None


def constant_in(text: str) -> str | None:
    """The first of `CONSTANTS` that stands where a number should; None if that is not the fault."""
    found: list[str] = []
    with suppress(JSONDecodeError, TooDeep):
        _decoded(_decoder(None, found.append), text, skip_white(text, 0))
    return found[0] if found else None


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]')


def _assert_depth(text: str, start: int, end: int) -> None:
    if text.count("[", start, end) + text.count("{", start, end) <= MAX_DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text, start, end):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_DEPTH:
            raise TooDeep(f"nested deeper than {MAX_DEPTH} levels")


def skip_white(text: str, at: int) -> int:
    """Index of the first character from `at` that is no JSON white space."""
    return WHITE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too


def string_at(text: str, start: int) -> tuple[str, int]:
    """The string whose first quote stands at `start`, and the index behind it."""
    value, end = scanstring(text, start + 1, True)
    return value, end


def listed_values(text: str) -> list[str] | None:
    """The texts of values with commas between them; None if it is not that."""
    values: list[str] = []
    at = -1
    try:
        while not values or text[at : at + 1] == ",":
            start = skip_white(text, at + 1)
            end = end_of_value(text, start)
            values.append(text[start:end])
            at = skip_white(text, end)
    except (JSONDecodeError, TooDeep):
        return None
    return values if at == len(text) else None


def parse_record(text: str) -> Record:
    """The members of one JSON object, nested objects flattened to `a.b`; values as written.

    Strings are decoded, `null` is None, everything else is the text that stood there.

    Raises:
        JSONDecodeError: not one JSON value, or a string with half a surrogate pair.
        NotAnObject: a JSON value, but no object.
        RepeatedKey: a key twice, at any depth, or as `a.b` beside `{"a": {"b": …}}`.
        TooDeep: nested beyond the limit.
    """
    start, value = _single(text)
    if text[start] != "{":
        raise NotAnObject("not an object")
    if len(text) > WORTH_A_LOOK and long_names(_names_length(value, 0), len(text)):
        raise TooDeep("nested below long names")
    record: Record = {}
    if "\\u" in text or not _add_plain(value, "", record):
        record = {}
        _flatten(text, start, "", record)
    return record


def long_names(length: int, size: int) -> bool:
    """Whether it is too much, if the names of a record of some size are so long together."""
    return length > max(NAMES_LENGTH, NAMES_RATIO * size)


def _names_length(members: dict[str, Any], prefix: int) -> int:
    total = 0
    for key, value in members.items():
        length = prefix + len(key)
        nested = value and isinstance(value, dict)
        total += _names_length(value, length + 1) if nested else length
    return total


def assert_value(text: str) -> None:
    """Raises what `parse_record` raises, of a value that may be of any kind."""
    start, _ = _single(text)
    if "\\u" in text:
        _assert_unicode_within(text[start:])


def _single(text: str) -> tuple[int, Any]:
    """Where the only value of a text begins, and what it is.

    That it is the only one comes before repeated keys.
    """
    start = skip_white(text, 0)
    repeated = value = None
    try:
        value, end = _decoded(_STRICT, text, start)
    except RepeatedKey as error:
        repeated, end = error, _end(_SYNTAX, text, start)
    if skip_white(text, end) != len(text):
        raise JSONDecodeError("something behind the value", text, end)
    _assert_depth(text, start, end)
    if repeated:
        raise repeated
    return start, value


def _add_plain(members: dict[str, Any], prefix: str, record: Record) -> bool:
    """Adds the leaves of a decoded object; False if one of them does not say how it was written."""
    for key, value in members.items():
        if value and isinstance(value, dict):
            if not _add_plain(value, f"{prefix}{key}.", record):
                return False
        elif value is None or isinstance(value, str):
            _add_once(record, prefix + key, value)
        elif isinstance(value, bool):
            _add_once(record, prefix + key, "true" if value else "false")
        else:
            return False
    return True


def _flatten(text: str, start: int, prefix: str, record: Record) -> int:
    """Adds the leaves of the (correct) object that starts at `start`; the index behind it."""
    at = skip_white(text, start + 1)
    while text[at] != "}":
        key, at = string_at(text, at)
        at = skip_white(text, skip_white(text, at) + 1)
        if text[at] == "{" and text[skip_white(text, at + 1)] != "}":
            at = _flatten(text, at, f"{prefix}{key}.", record)
        else:
            value, at = _as_written(text, at)
            _add(record, prefix + key, value)
        at = skip_white(text, at)
        if text[at] == ",":
            at = skip_white(text, at + 1)
    return at + 1


def _add(record: Record, name: str, value: str | None) -> None:
    _add_once(record, name, value)
    _assert_unicode(name)
    if value is not None:
        _assert_unicode(value)


def _add_once(record: Record, name: str, value: str | None) -> None:
    if name in record:
        raise RepeatedKey(f"{name} is repeated")
    record[name] = value


def _as_written(text: str, start: int) -> tuple[str | None, int]:
    """The value that starts here as text, and the index behind it."""
    if text[start] == '"':
        value, end = string_at(text, start)
        return value, end
    end = _end(_SYNTAX, text, start)
    raw = text[start:end]
    if "\\u" in raw:
        _assert_unicode_within(raw)
    if raw == "null":
        return None, end
    return Number(raw) if raw[0] in "-0123456789" else raw, end


def _assert_unicode_within(text: str) -> None:
    _assert_unicode(json.dumps(_SYNTAX.raw_decode(text)[0], ensure_ascii=False))


def _assert_unicode(value: str) -> None:
    # Half of a surrogate pair is no character: it cannot be stored, and nobody meant it.
    if not value.isascii() and any("\ud800" <= ch <= "\udfff" for ch in value):
        raise JSONDecodeError("half a surrogate pair", value, 0)
