"""Stateful resources that CloudFormation would make anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edp.diff.model import Environment, Finding, Resource, Risk
from edp.diff.references import places_in
from edp.diff.schema import replacing, values_at
from stacks.stateful import stateful_types


def replaced(old: Environment, new: Environment, moves: Mapping[str, str]) -> Iterator[Finding]:
    """What is replaced by a change of its own, or because what it refers to is replaced."""
    for place, reason in sorted(_reasons(old, new, moves).items()):
        resource = new[place]
        if place not in moves.values() and resource.type in stateful_types():
            fate = f"UpdateReplacePolicy {resource.update_replace_policy}"
            yield Finding(
                Risk.REPLACEMENT, resource, f"{reason}: a new, empty one is made ({fate})"
            )


def _reasons(old: Environment, new: Environment, moves: Mapping[str, str]) -> dict[str, str]:
    """Why each replaced resource is, by place; a replacement replaces those that depend on it."""
    reasons = {before: f"is now {now}" for now, before in moves.items()}
    common = [place for place in new if place in old and place not in reasons]
    reasons |= {p: f"{changed} changes" for p in common if (changed := _changed(old[p], new[p]))}
    while found := {
        place: reason
        for place in common
        if place not in reasons and (reason := _by_reference(new[place], reasons))
    }:
        reasons |= found
    return reasons


def _changed(before: Resource, after: Resource) -> str | None:
    """The first property that changes and may not, as the registry has it."""
    for path in replacing(after.type):
        if list(values_at(before.properties, path)) != list(values_at(after.properties, path)):
            return "/".join(path)
    return None


def _by_reference(resource: Resource, reasons: Mapping[str, str]) -> str | None:
    for path in replacing(resource.type):
        for place in places_in(list(values_at(resource.properties, path))):
            if place in reasons:
                return f"{'/'.join(path)} refers to {place}, which is replaced"
    return None
