"""The statements of a template's identity policies, with every value as a list of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stacks.intrinsics import as_list, as_text
from stacks.policy.rule import Template

_POLICIES = (
    "AWS::IAM::Policy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::UserPolicy",
    "AWS::IAM::GroupPolicy",
)
_IDENTITIES = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


@dataclass(frozen=True)
class Statement:
    """An allowing statement of a policy; references are rendered as `${…}`."""

    logical_id: str
    where: str
    actions: list[str]
    resources: list[str]
    condition_keys: list[str]
    inverted: str | None
    """`NotAction` or `NotResource`, if it says what is excepted instead of what is allowed."""


def allowing(template: Template) -> Iterator[Statement]:
    """Every Allow of every identity policy, inline or attached."""
    for logical_id, where, document in _documents(template):
        for number, statement in enumerate(as_list(document.get("Statement", []))):
            if statement.get("Effect") == "Allow":
                yield _statement(logical_id, f"{where}/Statement/{number}", statement)


def _documents(template: Template) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for logical_id, properties in template.of_type(*_POLICIES):
        yield logical_id, "Properties/PolicyDocument", properties.get("PolicyDocument", {})
    for logical_id, properties in template.of_type(*_IDENTITIES):
        for number, policy in enumerate(properties.get("Policies", [])):
            where = f"Properties/Policies/{number}/PolicyDocument"
            yield logical_id, where, policy.get("PolicyDocument", {})


def _statement(logical_id: str, where: str, statement: dict[str, Any]) -> Statement:
    return Statement(
        logical_id,
        where,
        actions=[as_text(a) for a in as_list(statement.get("Action", []))],
        resources=[as_text(r) for r in as_list(statement.get("Resource", []))],
        condition_keys=[k for test in statement.get("Condition", {}).values() for k in test],
        inverted=next((k for k in ("NotAction", "NotResource") if k in statement), None),
    )
