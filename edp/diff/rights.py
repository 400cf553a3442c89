"""Rights that nobody had before: new grants, lost denials, policies attached, boundaries gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from edp.diff.grants import Grant, grants_by_owner
from edp.diff.model import Environment, Finding, Resource, Risk
from stacks.intrinsics import as_text


def widened(old: Environment, new: Environment) -> Iterator[Finding]:
    """Everything that is allowed now and was not."""
    before, after = grants_by_owner(old), grants_by_owner(new)
    left = [grants for owner, grants in before.items() if owner not in new]
    for owner, resource in sorted(new.items()):
        had, has = before.get(owner, set()), after.get(owner, set())
        # A role made anew with the rights of one that goes widens nothing.
        if owner in old or not any(_new_rights(has, gone) == [] for gone in left):
            for what in _lines("may now", _new_rights(has, had)):
                yield Finding(Risk.IAM, resource, what)
        if owner in old:
            for what in _lines("is no longer denied", _lost_denials(has, had)):
                yield Finding(Risk.IAM, resource, what)
        for what in _attached(old.get(owner), resource):
            yield Finding(Risk.IAM, resource, what)


def _new_rights(has: set[Grant], had: set[Grant]) -> list[Grant]:
    return _uncovered(_of(has, "Allow"), _of(had, "Allow"))


def _lost_denials(has: set[Grant], had: set[Grant]) -> list[Grant]:
    return _uncovered(_of(had, "Deny"), _of(has, "Deny"))


def _of(grants: Iterable[Grant], effect: str) -> list[Grant]:
    return [grant for grant in grants if grant.effect == effect]


def _uncovered(grants: list[Grant], by: list[Grant]) -> list[Grant]:
    return sorted(g for g in grants if not any(other.covers(g) for other in by))


def _lines(verb: str, grants: list[Grant]) -> Iterator[str]:
    """One line for all actions on the same thing."""
    actions: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for grant in grants:
        actions[grant.principal, grant.resource, grant.condition].append(grant.action)
    for (principal, resource, condition), names in actions.items():
        on = f" on {resource}" if resource else ""
        by = f" by {principal}" if principal else ""
        given = f" if {condition}" if condition else ""
        yield f"{verb} {', '.join(names)}{on}{by}{given}"


def _attached(before: Resource | None, after: Resource) -> Iterator[str]:
    """Managed policies that are new, and a permissions boundary that is not there any more."""
    had = _managed(before.properties) if before else set()
    for policy in sorted(_managed(after.properties) - had):
        yield f"gets the managed policy {policy}"
    boundary = before.properties.get("PermissionsBoundary") if before else None
    if boundary and boundary != after.properties.get("PermissionsBoundary"):
        yield f"is no longer bounded by {as_text(boundary)}"


def _managed(properties: dict[str, Any]) -> set[str]:
    return set(map(as_text, properties.get("ManagedPolicyArns", [])))
