"""Stack: the buckets of all zones, and the keys that encrypt them."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from config import Config
from stacks.acknowledged import LOG_BUCKET, acknowledge, acknowledge_for_checkov
from stacks.base import PlatformStack
from stacks.constructs.bucket import lifecycle, log_bucket, private_bucket
from stacks.constructs.keys import data_key, operations_key
from stacks.constructs.removal import data_removal

DATA_BUCKETS = ("raw", "bronze", "silver", "gold", "quarantine", "ledger")


class StorageStack(PlatformStack):
    """Raw, bronze, silver, gold, quarantine, ledger; code; access logs."""

    def __init__(self, scope: Construct, config: Config) -> None:
        """Makes the buckets."""
        super().__init__(scope, "storage", config)
        self.removal = data_removal(self, config)
        self.data_key = data_key(self, f"alias/{self.names.of('data')}", self.removal)
        self.operations_key = operations_key(
            self, f"alias/{self.names.of('operations')}", self.removal
        )
        self.logs = log_bucket(
            self, name=self.names.bucket("logs"), days=config.data.log_days, removal=self.removal
        )
        acknowledge(self.logs, "AwsSolutions-S1")
        acknowledge_for_checkov(_resource(self.logs), LOG_BUCKET)
        self.buckets = {zone: self._bucket(zone) for zone in (*DATA_BUCKETS, "code")}
        _tell_event_bridge(self.buckets["raw"])

    def _bucket(self, zone: str) -> s3.Bucket:
        return private_bucket(
            self,
            zone,
            name=self.names.bucket(zone),
            key=self.operations_key if zone == "code" else self.data_key,
            logs=self.logs,
            lifecycle=lifecycle(zone, self.config.data),
            removal=self.removal,
        )


def _tell_event_bridge(bucket: s3.Bucket) -> None:
    # The construct's own switch brings a Lambda function along; the property needs none.
    _resource(bucket).add_property_override(
        "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", True
    )


def _resource(bucket: s3.Bucket) -> cdk.CfnResource:
    resource = bucket.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    return resource
