"""The role of a job: Glue has to be allowed to assume it."""

from __future__ import annotations

from typing import Any

from local_cloud.clients import client
from local_cloud.extension import Refusal
from local_cloud.settings import current

SERVICE = "glue.amazonaws.com"


def role_arn(role: str) -> str:
    """ARN of the role that a job names, by its name or its ARN."""
    return role if role.startswith("arn:") else f"arn:aws:iam::{current().account}:role/{role}"


def refuse_untrusting(role: str) -> None:
    """Refuses a role that is not there, or does not let Glue assume it.

    Raises:
        Refusal: as Glue words it.
    """
    iam = client("iam")
    try:
        found = iam.get_role(RoleName=role.rpartition("/")[2])["Role"]
    except iam.exceptions.NoSuchEntityException:
        found = {"AssumeRolePolicyDocument": {"Statement": []}}
    if not any(_lets_glue(s) for s in found["AssumeRolePolicyDocument"]["Statement"]):
        raise Refusal(
            "InvalidInputException",
            f"Role {role_arn(role)} should be given assume role permissions for Glue Service.",
        )


def _lets_glue(statement: dict[str, Any]) -> bool:
    services = statement.get("Principal", {}).get("Service", [])
    return statement["Effect"] == "Allow" and SERVICE in (
        [services] if isinstance(services, str) else services
    )
