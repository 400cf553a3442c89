"""Puts files together that are alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from contracts import datasets, fold
from contracts.producers.found import producers
from edp.contract.propose.names import column_name
from edp.start.model import Group, Look, Match
from edp.start.recognise import recognised


def grouped(looks: Sequence[Look]) -> list[Group]:
    """Files of one profile, of one reading, or of the same columns, each group with a name."""
    found: dict[object, tuple[Match | None, list[Look]]] = {}
    for look in looks:
        match = recognised(look)
        found.setdefault(_likeness(look, match), (match, []))[1].append(look)
    taken = {*datasets(), *(producer.name for producer in producers())}
    groups = []
    for match, alike in found.values():
        name = _free(match.profile if match and match.profile else alike[0].label, taken)
        groups.append(Group(name, tuple(alike), match))
        taken.add(name)
    return groups


def _likeness(look: Look, match: Match | None) -> object:
    """Of names alone nobody knows whether two systems mean the same by them."""
    return match.profile if match and match.profile else frozenset(map(fold, look.header))


def _free(label: str, taken: Iterable[str]) -> str:
    """A name for a folder and a producer that nothing else has."""
    stem = column_name(PurePath(label).name.partition(".")[0])[:50]
    return next(n for n in (stem, *(f"{stem}_{i}" for i in range(2, 10_000))) if n not in taken)
