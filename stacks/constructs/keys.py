"""Encryption keys."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct


def data_key(scope: Construct, alias: str, removal: cdk.RemovalPolicy) -> kms.Key:
    """The key of everything that holds customers' data."""
    return _key(scope, "DataKey", alias, "tables, files and warehouse", removal)


def operations_key(scope: Construct, alias: str, removal: cdk.RemovalPolicy) -> kms.Key:
    """The key of code, logs and messages, which services of AWS use for themselves."""
    key = _key(scope, "OperationsKey", alias, "code, logs and messages", removal)
    stack = cdk.Stack.of(scope)
    hosts = cdk.region_info.RegionInfo.get(stack.region).domain_suffix
    key.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            resources=["*"],
            principals=[iam.ServicePrincipal(f"logs.{stack.region}.{hosts}")],
            conditions={
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": stack.format_arn(
                        service="logs",
                        resource="log-group",
                        resource_name="*",
                        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
                    )
                }
            },
        )
    )
    key.add_to_resource_policy(
        _for_messages("cloudwatch", {"StringEquals": {"aws:SourceAccount": stack.account}})
    )
    # Without a condition, as documented for encrypted queues; whether EventBridge sends what a
    # condition on the source would ask for is not.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
    key.add_to_resource_policy(_for_messages("events", {}))
    return key


def _for_messages(service: str, conditions: dict[str, dict[str, str]]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=["*"],
        principals=[iam.ServicePrincipal(service)],
        conditions=conditions,
    )


def _key(scope: Construct, name: str, alias: str, what: str, removal: cdk.RemovalPolicy) -> kms.Key:
    return kms.Key(
        scope,
        name,
        alias=alias,
        description=f"Encrypts {what}",
        enable_key_rotation=True,
        removal_policy=removal,
    )
