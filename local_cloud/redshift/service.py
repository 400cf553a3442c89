"""Adds Redshift Serverless and its Data API to the cloud."""

from __future__ import annotations

from local_cloud import background
from local_cloud.extension import add_resource, add_service, check_on
from local_cloud.redshift import (
    cloudformation,
    control_plane,
    data_api,
    metrics,
    runs,
    statements,
)
from local_cloud.redshift.operations import handler

SECONDS_TO_FORGET = 3600


def register() -> None:
    """Adds the services and the types of resources; ends what a stopped cloud left running."""
    add_resource(
        "AWS::RedshiftServerless::Namespace",
        cloudformation.NamespaceResource(),
        replaced_by=["NamespaceName"],
        tagged=True,
    )
    add_resource(
        "AWS::RedshiftServerless::Workgroup",
        cloudformation.WorkgroupResource(),
        replaced_by=["WorkgroupName", "NamespaceName"],
        tagged=True,
    )
    add_service(
        "redshift-serverless",
        targets=["RedshiftServerless"],
        hosts=[r"redshift-serverless\."],
        handler=handler(control_plane.OPERATIONS),
    )
    check_on("redshift-serverless", control_plane.resource)
    add_service(
        "redshift-data",
        targets=["RedshiftData"],
        hosts=[r"redshift-data\."],
        handler=handler(data_api.OPERATIONS),
    )
    check_on("redshift-data", data_api.resource)
    runs.end_what_was_left()
    background.every(metrics.SECONDS, "figures of workgroups", metrics.report)
    background.every(SECONDS_TO_FORGET, "old statements", statements.forget_old)
