"""Rules for roles: no wildcard that hands over a service, or resources nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from stacks.intrinsics import as_list
from stacks.policy.iam_actions import acts_on_resources, is_service_wide
from stacks.policy.iam_statements import Statement, allowing
from stacks.policy.rule import Finding, Template, rule


@rule(
    "WildcardAction",
    why="all actions of a service, also those it will get, are more than any role here needs",
    fix="name the actions, or use the grant methods of the construct",
)
def wildcard_action(template: Template) -> Iterator[Finding]:
    for statement in allowing(template):
        for action in filter(is_service_wide, statement.actions):
            yield Finding(statement.logical_id, f"{statement.where}/Action", action)
        if statement.inverted == "NotAction":
            yield Finding(statement.logical_id, f"{statement.where}/NotAction", "NotAction")


@rule(
    "WildcardResource",
    why="the action acts on named resources, so * reaches those of everybody else as well",
    fix="name the resources, or narrow the statement by a condition of the service or a tag",
)
def wildcard_resource(template: Template) -> Iterator[Finding]:
    for statement in allowing(template):
        if statement.inverted == "NotResource" or any(map(_is_all, statement.resources)):
            for action in statement.actions:
                if acts_on_resources(action) and not _is_narrowed(statement, action):
                    yield Finding(statement.logical_id, f"{statement.where}/Resource", action)


@rule(
    "OpenTrust",
    why="a role that everybody may assume gives its rights to every AWS account",
    fix="name the service or the account in assumed_by",
)
def open_trust(template: Template) -> Iterator[Finding]:
    where = "Properties/AssumeRolePolicyDocument"
    for logical_id, properties in template.of_type("AWS::IAM::Role"):
        document = properties.get("AssumeRolePolicyDocument", {})
        for statement in as_list(document.get("Statement", [])):
            principal = statement.get("Principal")
            aws = principal.get("AWS") if isinstance(principal, dict) else principal
            if statement.get("Effect") == "Allow" and "*" in as_list(aws):
                yield Finding(logical_id, where)


def _is_all(resource: str) -> bool:
    """Whether this is `*`, or an ARN that leaves all after the service open."""
    return not resource.split(":", 5)[-1].strip("*/")


def _is_narrowed(statement: Statement, action: str) -> bool:
    """Whether a condition says which resources are meant."""
    prefixes = (action.partition(":")[0] + ":", "aws:ResourceTag/")
    return any(key.startswith(prefixes) for key in statement.condition_keys)


RULES = (wildcard_action, wildcard_resource, open_trust)
