"""The registry of defects of whole files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from generator.kinds.kind import Kind, registering
from generator.layout import MIX, Layout
from generator.tables import DATASETS

Shape = Callable[[Layout, Random], Layout]
Damage = Callable[[bytes], bytes]
Group = Literal[
    "names", "columns", "types", "encoding", "lines", "suffix", "damage", "dates", "header"
]

CSV_WAYS = ("csv", "csv.gz", "txt_csv", "gz_csv")
NDJSON_WAYS = ("ndjson", "ndjson.gz", "txt_ndjson", "gz_ndjson")
NAMED_NDJSON_WAYS = ("ndjson", "ndjson.gz")
TEXT_WAYS = (*CSV_WAYS, *NDJSON_WAYS)
JSON_WAYS = (*NDJSON_WAYS, "json_array")
GZIP_WAYS = ("csv.gz", "gz_csv", "ndjson.gz", "gz_ndjson")
ALL_WAYS = tuple(way for way, _ in MIX)


def _as_it_is(layout: Layout, _rng: Random) -> Layout:
    return layout


def _unharmed(data: bytes) -> bytes:
    return data


@dataclass(frozen=True, kw_only=True)
class FileKind(Kind):
    """A defect of a file: how it shapes the layout, damages the bytes, and the verdict."""

    ways: tuple[str, ...]
    group: Group = "damage"
    shape: Shape = _as_it_is
    damage: Damage = _unharmed
    reason: str = ""
    empty: bool = False
    formless: bool = False
    """Whether nothing is left by which a format could be told."""
    aside: bool = False
    """Whether so many records are bad that the file is set aside."""
    drift: bool = True
    """Whether it may also hit large files at random (otherwise it is shown once)."""


FILE_KINDS: dict[str, FileKind] = {}


def shape(
    ways: tuple[str, ...], group: Group, *, datasets: tuple[str, ...] = DATASETS, **verdict: Any
) -> Callable[[Shape], Shape]:
    """Registers a function over the layout as a kind."""
    fields = {"ways": ways, "group": group, "datasets": datasets, **_expecting(**verdict)}
    return registering(FILE_KINDS, FileKind, "shape", level="file", **fields)


def fixed_shape(
    name: str,
    description: str,
    ways: tuple[str, ...],
    group: Group,
    changes: dict[str, Any],
    *,
    datasets: tuple[str, ...] = DATASETS,
    **verdict: Any,
) -> None:
    """Registers a kind that always changes the same things of the layout."""

    def change(layout: Layout, _rng: Random) -> Layout:
        return replace(layout, **changes)

    change.__name__, change.__doc__ = name, description
    shape(ways, group, datasets=datasets, **verdict)(change)


def damage(ways: tuple[str, ...], **verdict: Any) -> Callable[[Damage], Damage]:
    """Registers a function over the bytes of the file as a kind."""
    fields = {"ways": ways, **_expecting(**verdict)}
    return registering(FILE_KINDS, FileKind, "damage", level="file", **fields)


def _expecting(*, reason: str = "", empty: bool = False, **others: Any) -> dict[str, Any]:
    """The fields of a verdict, and the same in words."""
    expected = "empty" if empty else f"reject {reason}" if reason else "accept"
    return {"reason": reason, "empty": empty, "expected": expected} | others
