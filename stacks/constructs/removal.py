"""Data goes only when two keys are turned: one in the environment's file, one in cdk.json."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from config import Config

MAY_DELETE = "edp:environments-that-may-delete-data"


def data_removal(scope: Construct, config: Config) -> cdk.RemovalPolicy:
    """What happens to data when its resource is destroyed, replaced or no longer in the code."""
    if config.data.on_removal == "keep":
        return cdk.RemovalPolicy.RETAIN
    if config.name in (scope.node.try_get_context(MAY_DELETE) or ()):
        return cdk.RemovalPolicy.DESTROY
    cdk.Annotations.of(scope).add_warning_v2(
        "edp:data-is-kept",
        f"config/{config.name}.toml says data.on_removal is delete, but cdk.json does not list "
        f"{config.name} under {MAY_DELETE}: data is kept",
    )
    return cdk.RemovalPolicy.RETAIN
