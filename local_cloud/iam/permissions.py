"""After a run: which granted rights nobody used, and which calls were refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from local_cloud.iam.record import Call


@dataclass(frozen=True, order=True)
class Grant:
    """An action and a resource that a policy allows together, as they stand there."""

    action: str
    resource: str

    def covers(self, call: Call) -> bool:
        """Whether a call is one that this allows."""
        # Actions are matched whatever their case, resources are not.
        return bool(
            _pattern(self.action.lower()).fullmatch(call.action.lower())
            and _pattern(self.resource).fullmatch(call.resource)
        )


@dataclass(frozen=True)
class Permissions:
    """What became of a role's rights.

    Attributes:
        role: ARN of the role.
        used: Grants that allowed a call at least.
        unused: Grants that allowed none.
        denied: Calls that were refused, and how often.
    """

    role: str
    used: tuple[Grant, ...]
    unused: tuple[Grant, ...]
    denied: Mapping[Call, int]


def permissions(iam: Any, calls: Iterable[tuple[Call, int]], prefix: str = "") -> list[Permissions]:
    """Holds the roles of a running cloud against a record of calls.

    Statements with `NotAction` or `NotResource` name no rights and are left out.

    Args:
        iam: A client of IAM.
        calls: As `record.read` returns them.
        prefix: What the names of the roles begin with.
    """
    made = list(calls)
    return [
        _of_role(iam, role, made)
        for role in _pages(iam, "list_roles", "Roles")
        if role["RoleName"].startswith(prefix)
    ]


def _of_role(iam: Any, role: Mapping[str, Any], calls: list[tuple[Call, int]]) -> Permissions:
    own = [(call, count) for call, count in calls if call.principal == role["Arn"]]
    allowed = [call for call, _ in own if call.allowed]
    grants = sorted(set(_grants(iam, role["RoleName"])))
    used = tuple(g for g in grants if any(g.covers(call) for call in allowed))
    unused = tuple(g for g in grants if g not in used)
    denied = {call: count for call, count in own if not call.allowed}
    return Permissions(role["Arn"], used, unused, denied)


def _grants(iam: Any, role: str) -> Iterator[Grant]:
    for document in _policies(iam, role):
        for statement in _list(document["Statement"]):
            if statement["Effect"] == "Allow":
                for action in _list(statement.get("Action", [])):
                    for resource in _list(statement.get("Resource", [])):
                        yield Grant(action, resource)


def _policies(iam: Any, role: str) -> Iterator[Mapping[str, Any]]:
    for name in _pages(iam, "list_role_policies", "PolicyNames", RoleName=role):
        yield iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for policy in _pages(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=role):
        arn = policy["PolicyArn"]
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=arn, VersionId=version)
        yield found["PolicyVersion"]["Document"]


def _pages(iam: Any, operation: str, field: str, **arguments: str) -> Iterator[Any]:
    for page in iam.get_paginator(operation).paginate(**arguments):
        yield from page[field]


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    quoted = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(quoted, re.DOTALL)
