"""Topics: ministack leaves out encryption."""

from __future__ import annotations

from local_cloud.clients import client
from local_cloud.extension import Properties, extend_resource

KIND = "AWS::SNS::Topic"
KEY = "KmsMasterKeyId"


def register() -> None:
    """Mends the type."""
    extend_resource(KIND, made=_configure)


def _configure(arn: str, properties: Properties) -> Properties:
    key = properties.get(KEY, "")
    client("sns").set_topic_attributes(TopicArn=arn, AttributeName=KEY, AttributeValue=key)
    return {}
