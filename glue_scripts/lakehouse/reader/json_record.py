"""One JSON object as a record: its members by name, values exactly as written."""

from __future__ import annotations

from typing import Any

from lakehouse.reader.json_value import (
    SYNTAX,
    NotAnObject,
    Number,
    Record,
    RepeatedKey,
    TooDeep,
    assert_unicode,
    assert_unicode_within,
    end_by,
    single,
    skip_white,
    string_at,
)

# Names of nested members repeat those around them: the names of a record may be so long together,
# and in a large one so many times as long as it is.
NAMES_LENGTH = 1 << 16
NAMES_RATIO = 16
# The names of a shorter record cannot become too long.
WORTH_A_LOOK = 1000


def parse_record(text: str) -> Record:
    """The members of one JSON object, nested objects flattened to `a.b`; values as written.

    Strings are decoded, `null` is None, everything else is the text that stood there.

    Raises:
        JSONDecodeError: not one JSON value, or a string with half a surrogate pair.
        NotAnObject: a JSON value, but no object.
        RepeatedKey: a key twice, at any depth, or as `a.b` beside `{"a": {"b": …}}`.
        TooDeep: nested beyond the limit.
    """
    start, value = single(text)
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
    assert_unicode(name)
    if value is not None:
        assert_unicode(value)


def _add_once(record: Record, name: str, value: str | None) -> None:
    if name in record:
        raise RepeatedKey(f"{name} is repeated")
    record[name] = value


def _as_written(text: str, start: int) -> tuple[str | None, int]:
    """The value that starts here as text, and the index behind it."""
    if text[start] == '"':
        value, end = string_at(text, start)
        return value, end
    end = end_by(SYNTAX, text, start)
    raw = text[start:end]
    if "\\u" in raw:
        assert_unicode_within(raw)
    if raw == "null":
        return None, end
    return Number(raw) if raw[0] in "-0123456789" else raw, end
