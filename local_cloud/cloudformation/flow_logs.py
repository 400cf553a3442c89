"""Logs of a network's traffic. Nothing is written to them: there is no traffic."""

from __future__ import annotations

from local_cloud.cloudformation.ec2 import Ec2Resource
from local_cloud.extension import Properties


class FlowLog(Ec2Resource):
    """AWS::EC2::FlowLog."""

    kind = "AWS::EC2::FlowLog"
    known = frozenset(
        {
            "DeliverLogsPermissionArn",
            "LogDestination",
            "LogDestinationType",
            "LogGroupName",
            "MaxAggregationInterval",
            "ResourceId",
            "ResourceType",
            "Tags",
            "TrafficType",
        }
    )

    def make(self, properties: Properties) -> str:
        """Makes a log of one resource."""
        arguments = dict(properties)
        if "MaxAggregationInterval" in arguments:
            arguments["MaxAggregationInterval"] = int(arguments["MaxAggregationInterval"])
        resources = [arguments.pop("ResourceId")]
        log: str = self.ec2.create_flow_logs(ResourceIds=resources, **arguments)["FlowLogIds"][0]
        return log

    def drop(self, physical_id: str, properties: Properties) -> None:
        """Deletes it."""
        self.ec2.delete_flow_logs(FlowLogIds=[physical_id])

    def attributes(self, physical_id: str) -> Properties:
        """Its id."""
        return {"Id": physical_id}


def register() -> None:
    """Teaches the type."""
    FlowLog().register()
