"""Stateful resources that the code no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from edp.diff.model import Environment, Finding, Resource, Risk
from stacks.stateful import stateful_types


def lost(old: Environment, new: Environment) -> Iterator[Finding]:
    """What goes with its data, or stays behind on AWS with nothing using it."""
    for resource in old.values():
        if resource.type in stateful_types() and not _is_still_there(resource, new):
            yield Finding(Risk.DATA_LOSS, resource, _what(resource.deletion_policy))


def _is_still_there(resource: Resource, new: Environment) -> bool:
    return resource.place in new and new[resource.place].type == resource.type


def _what(policy: str) -> str:
    if policy == "Delete":
        return "is removed, and deleted with what it holds (DeletionPolicy Delete)"
    return f"is removed: DeletionPolicy {policy} keeps its data, but nothing uses it any more"
