"""Finds resources that are the same as before under a new logical id or in another stack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace

from edp.diff.meaning import fingerprint
from edp.diff.model import Environment, Finding, Resource, Risk
from edp.diff.references import rename
from edp.diff.schema import physical_name
from stacks.stateful import stateful_types

Key = Callable[[Resource], Hashable | None]


def find_moves(old: Environment, new: Environment) -> dict[str, str]:
    """New place -> old place. Likeness by name counts first, then by content in the same stack."""
    gone = {place: r for place, r in old.items() if place not in new}
    come = {place: r for place, r in new.items() if place not in old}
    # A moved resource may refer to another moved one, so references to either are left out.
    unsteady = dict.fromkeys([*gone, *come], "…")
    moves: dict[str, str] = {}
    keys: tuple[Key, ...] = (
        _by_name,
        lambda r: (r.place.partition("/")[0], _content(r, unsteady)),
        lambda r: _content(r, unsteady),
    )
    for key in keys:
        moves |= dict(_pairs(gone, come, key))
        gone = {place: r for place, r in gone.items() if place not in moves.values()}
        come = {place: r for place, r in come.items() if place not in moves}
    return moves


def _by_name(resource: Resource) -> Hashable | None:
    name = physical_name(resource)
    return (resource.type, name) if name else None


def _content(resource: Resource, unsteady: Mapping[str, str]) -> str:
    return fingerprint([resource.type, rename(resource.properties, unsteady)])


def _pairs(gone: Environment, come: Environment, key: Key) -> Iterator[tuple[str, str]]:
    waiting: defaultdict[Hashable, list[str]] = defaultdict(list)
    for place, resource in sorted(gone.items(), reverse=True):
        waiting[key(resource)].append(place)
    for place, resource in sorted(come.items()):
        found = key(resource)
        if found is not None and waiting[found]:
            yield place, waiting[found].pop()


def at_old_places(new: Environment, moves: Mapping[str, str]) -> Environment:
    """The environment as if nothing had moved."""
    return {
        moves.get(place, place): replace(r, properties=rename(r.properties, moves))
        for place, r in new.items()
    }


def moved(old: Environment, new: Environment, moves: Mapping[str, str]) -> Iterator[Finding]:
    """Moves that matter: of what holds state, and of what has a name only one can have."""
    for now, before in sorted(moves.items()):
        name = physical_name(new[now])
        if new[now].type in stateful_types() or name:
            yield Finding(Risk.MOVE, new[now], _what(old[before], name))


def _what(before: Resource, name: str | None) -> str:
    if name:
        return f"was {before.place}: the deployment fails, as {name} exists already"
    return f"was {before.place}: a new, empty one is made ({_fate(before)})"


def _fate(before: Resource) -> str:
    kept = before.deletion_policy != "Delete"
    return "the old one is kept, but nothing uses it" if kept else "the old one is deleted"
