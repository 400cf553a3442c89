"""Which services may assume a role."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from local_cloud.clients import client


def trusts(role: str, services: Collection[str]) -> bool:
    """Whether a role is there and lets one of these services assume it.

    Args:
        role: Its name or its ARN.
        services: Such as `glue.amazonaws.com`.
    """
    iam = client("iam")
    try:
        found = iam.get_role(RoleName=role.rpartition("/")[2])["Role"]
    except iam.exceptions.NoSuchEntityException:
        return False
    statements = found["AssumeRolePolicyDocument"]["Statement"]
    return any(_allowed(statement) & set(services) for statement in statements)


def _allowed(statement: dict[str, Any]) -> set[str]:
    services = statement.get("Principal", {}).get("Service", [])
    if statement["Effect"] != "Allow":
        return set()
    return {services} if isinstance(services, str) else set(services)
