"""Defects by name: what each is, where it occurs and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from generator.row import Row

Level = Literal["file", "record", "value"]


@dataclass(frozen=True)
class Kind:
    """A named defect."""

    name: str
    level: Level
    datasets: tuple[str, ...]
    expected: str
    description: str
    why: str = ""


ValueDefect = Callable[[Row], bool]
_KINDS: dict[str, Kind] = {}
_T = TypeVar("_T", bound=Kind)


def register(kind: _T) -> _T:
    """Adds a kind to the list of all kinds.

    Raises:
        ValueError: the name is taken.
    """
    if kind.name in _KINDS:
        raise ValueError(f"two kinds are named {kind.name}")
    _KINDS[kind.name] = kind
    return kind


def registered() -> dict[str, Kind]:
    """All kinds registered so far, by name."""
    return dict(_KINDS)
