"""The registry of defects of whole files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from generator.kinds.kind import Kind, register
from generator.layout import Layout
from generator.tables import DATASETS

Shape = Callable[[Layout, Random], Layout]
Damage = Callable[[bytes], bytes]
Group = Literal["names", "columns", "types", "encoding", "lines", "suffix", "damage", "dates"]

CSV_WAYS = ("csv", "csv.gz", "txt_csv", "gz_csv")
NDJSON_WAYS = ("ndjson", "ndjson.gz", "txt_ndjson", "gz_ndjson")
TEXT_WAYS = (*CSV_WAYS, *NDJSON_WAYS)
JSON_WAYS = (*NDJSON_WAYS, "json_array")
GZIP_WAYS = ("csv.gz", "gz_csv", "ndjson.gz", "gz_ndjson")


def _as_it_is(layout: Layout, _rng: Random) -> Layout:
    return layout


def _unharmed(data: bytes) -> bytes:
    return data


@dataclass(frozen=True)
class FileKind(Kind):
    """A defect of a file: how it shapes the layout, damages the bytes, and the verdict."""

    ways: tuple[str, ...] = ()
    group: Group = "damage"
    shape: Shape = _as_it_is
    damage: Damage = _unharmed
    reason: str = ""
    empty: bool = False
    drift: bool = True
    """Whether it may also hit large files at random (otherwise it is shown once)."""


FILE_KINDS: dict[str, FileKind] = {}


def _add(kind: FileKind) -> None:
    FILE_KINDS[kind.name] = register(kind)


def shape(
    ways: tuple[str, ...],
    group: Group,
    *,
    datasets: tuple[str, ...] = DATASETS,
    reason: str = "",
    drift: bool = True,
) -> Callable[[Shape], Shape]:
    """Registers a function over the layout as a kind."""

    def add(change: Shape) -> Shape:
        _add(
            FileKind(
                name=getattr(change, "__name__", ""),
                level="file",
                datasets=datasets,
                expected=f"reject {reason}" if reason else "accept",
                description=(change.__doc__ or "").split("\n")[0],
                ways=ways,
                group=group,
                shape=change,
                reason=reason,
                drift=drift,
            )
        )
        return change

    return add


def damage(
    ways: tuple[str, ...], *, reason: str = "", empty: bool = False, drift: bool = True
) -> Callable[[Damage], Damage]:
    """Registers a function over the bytes of the file as a kind."""
    verdict = "empty" if empty else f"reject {reason}" if reason else "accept"

    def add(harm: Damage) -> Damage:
        _add(
            FileKind(
                name=getattr(harm, "__name__", ""),
                level="file",
                datasets=DATASETS,
                expected=verdict,
                description=(harm.__doc__ or "").split("\n")[0],
                ways=ways,
                damage=harm,
                reason=reason,
                empty=empty,
                drift=drift,
            )
        )
        return harm

    return add
