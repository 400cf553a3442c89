"""CloudFormation: types that ministack does not know. What nobody knows, it refuses up front."""

from __future__ import annotations

from local_cloud.cloudformation import (
    buckets,
    flow_logs,
    gateways,
    glue,
    patience,
    security_groups,
    vpc,
)


def register() -> None:
    """Teaches the types of all areas."""
    for area in (buckets, flow_logs, gateways, glue, patience, security_groups, vpc):
        area.register()
