"""Policies as sets of grants, so that order and grouping of statements do not count."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from edp.diff.model import Environment, Resource
from edp.diff.references import places_in
from stacks.intrinsics import as_list, as_text

# Properties by which a policy names what it belongs to.
_BELONGS_TO = ("Roles", "Users", "Groups", "RoleName", "Bucket", "Queues", "Topics", "SecretId")


@dataclass(frozen=True, order=True)
class Grant:
    """One action on one resource for one principal (empty where the policy is an identity's)."""

    effect: str
    action: str
    resource: str
    principal: str
    condition: str

    def covers(self, other: Grant) -> bool:
        """Whether this one says the same, or more."""
        return (
            _matches(self.action.lower(), other.action.lower())
            and _matches(self.resource, other.resource)
            and self.principal in ("*", "AWS *", other.principal)
            and self.condition in ("", other.condition)
        )


@cache
def _pattern(wildcards: str) -> re.Pattern[str]:
    return re.compile(re.escape(wildcards).replace(r"\*", ".*").replace(r"\?", "."))


def _matches(wildcards: str, text: str) -> bool:
    return _pattern(wildcards).fullmatch(text) is not None


def grants_by_owner(environment: Environment) -> dict[str, set[Grant]]:
    """Place of the role, bucket, queue, key, … -> everything its policies say."""
    found: defaultdict[str, set[Grant]] = defaultdict(set)
    for resource in environment.values():
        for document in _documents(resource.properties):
            for owner in _owners(resource):
                found[owner] |= set(_grants(document))
    return dict(found)


def _owners(resource: Resource) -> list[str]:
    """Whose policy this is: what it is attached to, or the resource itself."""
    named = [as_list(resource.properties.get(name, [])) for name in _BELONGS_TO]
    return [place for names in named for place in places_in(names)] or [resource.place]


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "Statement" in value:
            yield value
        else:
            for inner in value.values():
                yield from _documents(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _documents(inner)


def _grants(document: dict[str, Any]) -> Iterator[Grant]:
    for statement in as_list(document["Statement"]):
        condition = _condition(statement.get("Condition", {}))
        for action, resource, principal in product(
            _texts(statement, "Action"), _texts(statement, "Resource"), _principals(statement)
        ):
            yield Grant(statement["Effect"], action, resource, principal, condition)


def _condition(condition: dict[str, Any]) -> str:
    """The tests of a condition in words, in an order of their own."""
    tests = [
        f"{test} {key} {' or '.join(sorted(map(as_text, as_list(values))))}"
        for test, keys in condition.items()
        for key, values in keys.items()
    ]
    return " and ".join(sorted(tests))


def _texts(statement: dict[str, Any], name: str) -> list[str]:
    """Values of `Action` or `Resource`; the `Not…` form is one text that only equals itself."""
    if f"Not{name}" in statement:
        excepted = sorted(map(as_text, as_list(statement[f"Not{name}"])))
        return [f"everything but {', '.join(excepted)}"]
    return [as_text(value) for value in as_list(statement.get(name, ""))]


def _principals(statement: dict[str, Any]) -> list[str]:
    if "NotPrincipal" in statement:
        return [f"everybody but {json.dumps(statement['NotPrincipal'], sort_keys=True)}"]
    principal = statement.get("Principal", "")
    if isinstance(principal, str):
        return [principal]
    return [f"{kind} {as_text(one)}" for kind, who in principal.items() for one in as_list(who)]
