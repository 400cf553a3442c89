"""Strict JSON (RFC 8259) that keeps every value exactly as written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in the stubs
from typing import Any, NoReturn

WHITE = " \t\n\r"
Record = dict[str, str | None]


class RepeatedKey(ValueError):
    """An object names a key twice."""


class NotAnObject(ValueError):
    """A JSON value that is not an object."""


def _no_constant(name: str) -> NoReturn:
    raise JSONDecodeError(f"{name} is not JSON", name, 0)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RepeatedKey("a key is repeated")
    return found


def _decoder(hook: Callable[[list[tuple[str, Any]]], Any] | None) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=_no_constant, object_pairs_hook=hook
    )


_STRICT = _decoder(_unique)
# Judges only whether a text is JSON: repeated keys are a matter of the record, not of the syntax.
_SYNTAX = _decoder(None)


def end_of_value(text: str, start: int) -> int:
    """Index behind the JSON value that starts at `start`.

    Raises:
        JSONDecodeError: there is no JSON value.
    """
    try:
        return _SYNTAX.raw_decode(text, start)[1]
    except RecursionError:
        raise JSONDecodeError("nested too deep", text, start) from None


def skip_white(text: str, at: int) -> int:
    """Index of the first character from `at` that is no JSON white space."""
    while at < len(text) and text[at] in WHITE:
        at += 1
    return at


def parse_record(text: str) -> Record:
    """The members of one JSON object, nested objects flattened to `a.b`; values as written.

    Strings are decoded, `null` is None, everything else is the text that stood there.

    Raises:
        JSONDecodeError: not one JSON value.
        NotAnObject: a JSON value, but no object.
        RepeatedKey: a key twice, at any depth, or as `a.b` beside `{"a": {"b": …}}`.
    """
    start = skip_white(text, 0)
    end = end_of_value(text, start)
    if skip_white(text, end) != len(text):
        raise JSONDecodeError("something behind the value", text, end)
    if text[start] != "{":
        raise NotAnObject("not an object")
    record: Record = {}
    for name, at, end in _leaves(text, start, ""):
        if name in record:
            raise RepeatedKey(f"{name} is repeated")
        value = _as_written(text, at, end)
        _assert_unicode(name)
        if value is not None:
            _assert_unicode(value)
        record[name] = value
    return record


def leaves(text: str) -> Iterator[tuple[str, int, int]]:
    """Names of a correct object's values, nested ones as `a.b`, and where each begins and ends."""
    return _leaves(text, skip_white(text, 0), "")


def _leaves(text: str, start: int, prefix: str) -> Iterator[tuple[str, int, int]]:
    at = skip_white(text, start + 1)
    while text[at] != "}":
        key, at = scanstring(text, at + 1, True)
        at = skip_white(text, skip_white(text, at) + 1)
        end = _STRICT.raw_decode(text, at)[1]
        if text[at] == "{" and text[skip_white(text, at + 1)] != "}":
            yield from _leaves(text, at, f"{prefix}{key}.")
        else:
            yield prefix + key, at, end
        at = skip_white(text, end)
        if text[at] == ",":
            at = skip_white(text, at + 1)


def _as_written(text: str, start: int, end: int) -> str | None:
    if text[start] == '"':
        return str(scanstring(text, start + 1, True)[0])
    raw = text[start:end]
    return None if raw == "null" else raw


def _assert_unicode(value: str) -> None:
    # Half of a surrogate pair is no character: it cannot be stored, and nobody meant it.
    if not value.isascii() and any("\ud800" <= ch <= "\udfff" for ch in value):
        raise JSONDecodeError("half a surrogate pair", value, 0)
