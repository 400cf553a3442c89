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
    number: Callable[[str], Any] = Number,
) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_float=number, parse_int=number, parse_constant=constant, object_pairs_hook=hook
    )


_STRICT = _decoder(_unique)
# Judges only whether a text is JSON: repeated keys are a matter of the record, not of the syntax.
SYNTAX = _decoder(None)
# Where a value ends does not depend on whether all its numbers are some, nor on which they are:
# of an array of millions none is kept.
_ENDS = _decoder(None, bool, bool)


def end_of_value(text: str, start: int) -> int:
    """Index behind the JSON value that starts at `start`; `NaN` and its like may be in it.

    Raises:
        JSONDecodeError: there is no JSON value.
        TooDeep: its nesting is beyond the limit.
    """
    end = end_by(_ENDS, text, start)
    _assert_depth(text, start, end)
    return end


def end_by(decoder: json.JSONDecoder, text: str, start: int) -> int:
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


def assert_value(text: str) -> None:
    """Raises what `parse_record` raises, of a value that may be of any kind."""
    start, _ = single(text)
    if "\\u" in text:
        assert_unicode_within(text[start:])


def single(text: str) -> tuple[int, Any]:
    """Where the only value of a text begins, and what it is.

    That it is the only one comes before repeated keys.
    """
    start = skip_white(text, 0)
    repeated = value = None
    try:
        value, end = _decoded(_STRICT, text, start)
    except RepeatedKey as error:
        repeated, end = error, end_by(SYNTAX, text, start)
    if skip_white(text, end) != len(text):
        raise JSONDecodeError("something behind the value", text, end)
    _assert_depth(text, start, end)
    if repeated:
        raise repeated
    return start, value


def assert_unicode_within(text: str) -> None:
    assert_unicode(json.dumps(SYNTAX.raw_decode(text)[0], ensure_ascii=False))


def assert_unicode(value: str) -> None:
    # Half of a surrogate pair is no character: it cannot be stored, and nobody meant it.
    if not value.isascii() and any("\ud800" <= ch <= "\udfff" for ch in value):
        raise JSONDecodeError("half a surrogate pair", value, 0)
