"""Values that a producer takes out of arrays, or joins, under the name that it has for them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any

import pyarrow as pa

from contracts.producers.paths import Path, is_more, parsed
from lakehouse.reader.json_value import Number, Record

JOINED_BY = "-"
_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number)


@dataclass(frozen=True)
class Derived:
    """The names that are more than one, and where their values stand."""

    paths: dict[str, tuple[Path, ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Derived:
        """Those among the names that a producer has for columns."""
        return cls({name: parsed(name) for name in names if is_more(name)})

    def among(self, header: Collection[str]) -> list[str]:
        """The names whose values may be found in records with some columns."""
        there = set(header)
        return [n for n, paths in self.paths.items() if there.issuperset(p.head for p in paths)]

    def added(self, record: Record) -> Record:
        """The record with what is derived from it."""
        more = {
            n: v for n in self.among(record) if (v := _value(record, self.paths[n])) is not None
        }
        return record | more

    def columns(
        self, header: Sequence[str], values: Sequence[pa.Array]
    ) -> tuple[list[str], list[pa.Array]]:
        """The columns with those that are derived from them."""
        names = self.among(header)
        heads = {p.head for n in names for p in self.paths[n]}
        used = {n: values[i].to_pylist() for i, n in enumerate(header) if n in heads}
        rows = [dict(zip(used, row, strict=True)) for row in zip(*used.values(), strict=True)]
        more = [pa.array([_value(r, self.paths[n]) for r in rows], pa.string()) for n in names]
        return [*header, *names], [*values, *more]


def _value(record: Record, paths: tuple[Path, ...]) -> str | None:
    """The values of all paths joined; None where one of them is missing."""
    found = [_at(record.get(path.head), path) for path in paths]
    if any(value in (None, "") for value in found):
        return None
    return found[0] if len(found) == 1 else JOINED_BY.join(map(str, found))


def _at(text: str | None, path: Path) -> str | None:
    if text is None or (path.at is None and path.by is None):
        return text
    try:
        array = _DECODER.decode(text)
    except JSONDecodeError:
        return None
    element = _element(array, path) if isinstance(array, list) else None
    for name in path.rest.split(".") if path.rest else ():
        element = element.get(name) if isinstance(element, dict) else None
    return _written(element)


def _element(array: list[Any], path: Path) -> Any:
    if path.at is not None:
        return array[path.at] if path.at < len(array) else None
    name, value = path.by or ("", "")
    named = (e for e in array if isinstance(e, dict) and str(e.get(name)) == value)
    return next(named, None)


def _written(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
