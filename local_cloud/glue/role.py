"""The role of a job."""

from __future__ import annotations

from local_cloud.extension import Refusal
from local_cloud.settings import current
from local_cloud.trust import trusts


def role_arn(role: str) -> str:
    """ARN of the role that a job names, by its name or its ARN."""
    return role if role.startswith("arn:") else f"arn:aws:iam::{current().account}:role/{role}"


def refuse_untrusting(role: str) -> None:
    """Refuses a role that is not there, or does not let Glue assume it.

    Raises:
        Refusal: as Glue words it.
    """
    if not trusts(role, ["glue.amazonaws.com"]):
        raise Refusal(
            "InvalidInputException",
            f"Role {role_arn(role)} should be given assume role permissions for Glue Service.",
        )
