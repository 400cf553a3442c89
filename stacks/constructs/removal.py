"""Data goes only when two keys are turned: one in the environment's file, one in cdk.json."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from config import Config

MAY_DELETE = "edp:environments-that-may-delete-data"
# Data stays, but a creation that fails takes back what it made: its names are free for the next
# try. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
# aws-attribute-deletionpolicy.html
KEPT = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE


def data_removal(scope: Construct, config: Config) -> cdk.RemovalPolicy:
    """What happens to data when its resource is destroyed, replaced or no longer in the code."""
    if config.data.on_removal == "keep":
        return KEPT
    if config.name in (scope.node.try_get_context(MAY_DELETE) or ()):
        return cdk.RemovalPolicy.DESTROY
    cdk.Annotations.of(scope).add_warning_v2(
        "edp:data-is-kept",
        f"config/{config.name}.toml says data.on_removal is delete, but cdk.json does not list "
        f"{config.name} under {MAY_DELETE}: data is kept",
    )
    return KEPT
