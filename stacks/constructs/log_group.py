"""Log groups, so that logs are encrypted, end some day, and go with their environment."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from config import Config


def log_group(
    scope: Construct, what: str, name: str, config: Config, key: kms.IKey
) -> logs.CfnLogGroup:
    """A log group of a fixed name."""
    resource = logs.CfnLogGroup(
        scope,
        f"{what}Log",
        log_group_name=name,
        kms_key_id=key.key_arn,
        retention_in_days=config.data.log_days,
    )
    resource.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
    return resource
