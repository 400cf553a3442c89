"""Whether MWAA may take on a role; the cloud itself would let any service do so."""

from __future__ import annotations

import json
from typing import Any

from local_cloud.clients import client

SERVICES = {"airflow.amazonaws.com", "airflow-env.amazonaws.com"}


class TrustError(Exception):
    """A role does not trust MWAA, or is not there; the text says which."""


def check(role_arn: str) -> None:
    """Holds a role to what MWAA demands of it.

    Raises:
        TrustError: it is not trusted to take it on.
    """
    iam = client("iam")
    try:
        role = iam.get_role(RoleName=role_arn.rpartition("/")[2])["Role"]
    except iam.exceptions.NoSuchEntityException:
        raise TrustError(f"role {role_arn} does not exist") from None
    if missing := sorted(SERVICES - _trusted(role["AssumeRolePolicyDocument"])):
        raise TrustError(f"role {role_arn} must trust {' and '.join(missing)}")


def _trusted(policy: Any) -> set[str]:
    document = json.loads(policy) if isinstance(policy, str) else policy
    found: set[str] = set()
    for statement in document["Statement"]:
        principal = statement.get("Principal", {})
        if statement["Effect"] == "Allow" and isinstance(principal, dict):
            services = principal.get("Service", [])
            found |= {services} if isinstance(services, str) else set(services)
    return found
