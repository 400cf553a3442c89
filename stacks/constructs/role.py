"""Roles of services."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_iam as iam
from constructs import Construct

from stacks.acknowledged import acknowledge_wildcards
from stacks.names import Names


def service_role(
    scope: Construct,
    what: str,
    names: Names,
    *,
    services: Iterable[str],
    rights: Iterable[iam.PolicyStatement],
) -> iam.Role:
    """The role of a service, with these rights and no others."""
    principals = [iam.ServicePrincipal(s) for s in services]
    statements = list(rights)
    role = iam.Role(
        scope,
        "".join(word.capitalize() for word in what.split("-")) + "Role",
        role_name=names.of(what),
        description=f"What {what} may do in {names.config.name}",
        assumed_by=iam.CompositePrincipal(*principals),
        # In the role itself, so that whoever takes it on has its rights from the first moment.
        inline_policies={"rights": iam.PolicyDocument(statements=statements)},
    )
    acknowledge_wildcards(role, statements)
    return role
