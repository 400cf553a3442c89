"""Functions that CDK adds to a stack to do work while it is deployed; they stand at its top."""

from __future__ import annotations

from collections.abc import Iterator

import aws_cdk as cdk
from aws_cdk import aws_kms as kms

from stacks.base import PlatformStack
from stacks.constructs.log_group import log_group

FUNCTION = "AWS::Lambda::Function"
# A provider's function has this name; the one of deliveries, which we give a log, has another.
PROVIDER = "CustomResourceProvider"


def helpers(stack: cdk.Stack) -> Iterator[cdk.CfnResource]:
    """The functions of a stack that CDK added."""
    for child in stack.node.children:
        for name in ("Handler", "Resource"):
            found = child.node.try_find_child(name)
            if isinstance(found, cdk.CfnResource) and found.cfn_resource_type == FUNCTION:
                yield found


def log_helpers(stack: PlatformStack, key: kms.IKey) -> None:
    """Gives them logs that are encrypted, end some day, and go with the stack.

    Lambda would make them itself, and they would stay when everything else has gone.
    """
    for function in list(helpers(stack)):
        scope = function.node.scope
        assert scope is not None
        if scope.node.id.endswith(PROVIDER):
            what = scope.node.id.removeprefix("Custom::").removesuffix(PROVIDER)
            name = f"/aws/lambda/{stack.names.of(what)}"
            log = log_group(stack, what, name, stack.config, key)
            function.add_property_override("LoggingConfig.LogGroup", name)
            function.add_resource_dependency(log)
