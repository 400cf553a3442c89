"""In production nothing that CloudFormation does by itself may delete data."""

from __future__ import annotations

from collections.abc import Iterator

from stacks.policy.rule import Finding, Template, rule
from stacks.stateful import data_types

PRODUCTION = "prod"
# What each attribute may say so that the data is still there afterwards.
_KEEPS = {
    "DeletionPolicy": {"Retain", "RetainExceptOnCreate", "Snapshot"},
    "UpdateReplacePolicy": {"Retain", "Snapshot"},
}


@rule(
    "ProdDeletable",
    why="in prod a destroy, a removal from code or a rename would delete this data",
    fix="apply RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, which sets both policies",
)
def deletable(template: Template) -> Iterator[Finding]:
    if template.environment != PRODUCTION:
        return
    for logical_id, resource in template.resources.items():
        if resource["Type"] in data_types():
            for attribute, keeps in _KEEPS.items():
                if resource.get(attribute) not in keeps:
                    yield Finding(logical_id, attribute, attribute)


@rule(
    "ProdEmptied",
    why="in prod this custom resource would empty the bucket before it is deleted",
    fix="do not set auto_delete_objects in prod",
)
def emptied(template: Template) -> Iterator[Finding]:
    if template.environment == PRODUCTION:
        for logical_id, _ in template.of_type("Custom::S3AutoDeleteObjects"):
            yield Finding(logical_id, "Properties/BucketName")


RULES = (deletable, emptied)
