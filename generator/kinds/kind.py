"""Defects by name: what each is, where it occurs and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from generator.row import Row
from generator.tables import DATASETS

Level = Literal["file", "record", "value"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A named defect."""

    name: str
    level: Level
    expected: str
    description: str
    datasets: tuple[str, ...] = DATASETS
    why: str = ""


ValueDefect = Callable[[Row], bool]
_KINDS: dict[str, Kind] = {}
_K = TypeVar("_K", bound=Kind)
_F = TypeVar("_F", bound=Callable[..., Any])


def register(kind: _K) -> _K:
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


def registering(
    kinds: dict[str, _K], make: Callable[..., _K], use: str, **fields: Any
) -> Callable[[_F], _F]:
    """A decorator that makes a kind of a function: its name, its first line as description.

    Args:
        kinds: where to put the kind, besides the list of all.
        make: the class of the kind.
        use: the field of the kind that holds the function.
        fields: the other fields.
    """

    def add(function: _F) -> _F:
        name = function.__name__
        description = (function.__doc__ or "").split("\n")[0]
        kinds[name] = register(
            make(name=name, description=description, **{use: function}, **fields)
        )
        return function

    return add
