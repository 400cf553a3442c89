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
    key.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            resources=["*"],
            principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
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
        iam.PolicyStatement(
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=["*"],
            principals=[
                iam.ServicePrincipal(f"{s}.amazonaws.com") for s in ("cloudwatch", "events")
            ],
            conditions={"StringEquals": {"aws:SourceAccount": stack.account}},
        )
    )
    return key


def _key(scope: Construct, name: str, alias: str, what: str, removal: cdk.RemovalPolicy) -> kms.Key:
    return kms.Key(
        scope,
        name,
        alias=alias,
        description=f"Encrypts {what}",
        enable_key_rotation=True,
        removal_policy=removal,
    )
