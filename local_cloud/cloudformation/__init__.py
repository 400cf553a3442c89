"""CloudFormation: types that ministack does not know. What nobody knows, it refuses up front."""

from __future__ import annotations

from local_cloud.cloudformation import (
    buckets,
    flow_logs,
    gateways,
    glue,
    patience,
    security_groups,
    topics,
    vpc,
)


def register() -> None:
    """Teaches the types of all areas."""
    areas = (buckets, flow_logs, gateways, glue, patience, security_groups, topics, vpc)
    for area in areas:
        area.register()
