"""Objects that are no records of a dataset, but have some inside."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from json import JSONDecodeError

from lakehouse.reader.json_record import parse_record
from lakehouse.reader.json_value import (
    NotAnObject,
    Record,
    RepeatedKey,
    TooDeep,
    listed_values,
)
from lakehouse.reader.layout import Layout

LISTS = re.compile(r"\[\s*\{")
NAMES = re.compile(r'\[\s*"')


def has_key(text: str, layout: Layout) -> bool:
    """Whether a JSON text is an object with the key of the dataset."""
    try:
        return layout.has_key(parse_record(text))
    except (RepeatedKey, NotAnObject, TooDeep, JSONDecodeError):
        return False


def holds_records(record: Record, layout: Layout) -> bool:
    """Whether an object is no record of the dataset, but something in it is one, or several are.

    That is a list of objects, an object for each of them, one around the record (as change feeds
    have it), or columns: a list or an object of values for each, or rows behind their names.
    """
    if not layout.keys:
        return False
    if layout.has_key(record):
        return _is_list(record, layout)
    values = [v for v in record.values() if v and v.startswith("[")]
    if lists := [v for v in values if LISTS.match(v)]:
        return any(_is_one(v, layout) for text in lists for v in listed_values(text[1:-1]) or ())
    if any(_names_columns(v, layout) for v in values if NAMES.match(v)):
        return True
    # A record that lacks its key has columns of its own all the same.
    own = any(layout.column(name) for name in record)
    return not own and any(_is_inside(outer, names, layout) for outer, names in _inside(record))


def _is_one(text: str, layout: Layout) -> bool:
    """Whether a JSON text is a record of the dataset, or holds some."""
    try:
        record = parse_record(text)
    except (RepeatedKey, NotAnObject, TooDeep, JSONDecodeError):
        return False
    return layout.has_key(record) or holds_records(record, layout)


def _is_list(record: Record, layout: Layout) -> bool:
    """Whether the key of a record is a list of keys."""
    lists = (name for name, v in record.items() if v and v[0] == "[" and _parsed(v) is not None)
    return any(layout.column(name) in layout.keys for name in lists)


def _names_columns(text: str, layout: Layout) -> bool:
    names = [name for name in _parsed(text) or [] if isinstance(name, str)]
    return len(names) > 1 and layout.has_key(names)


def _parsed(text: str) -> list[object] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _inside(record: Record) -> Iterator[tuple[str, list[str]]]:
    """The names in each nested object of a record, at any depth."""
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for name in record:
        parts = name.split(".")
        for depth in range(1, len(parts)):
            inside[".".join(parts[:depth])].append(".".join(parts[depth:]))
    yield from inside.items()


def _is_inside(outer: str, names: list[str], layout: Layout) -> bool:
    return layout.has_key(names) or layout.column(outer) in layout.keys
