"""Objects that arrive are announced to queues; rules count what they match."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest

from local_cloud.clients import client
from local_cloud.settings import Settings
from tests.local_cloud.roles import allow, policy
from tests.local_cloud.stacks import deploy
from tests.local_cloud.waiting import wait_for

pytestmark = pytest.mark.slow

ACCOUNT = "arn:aws:{}:eu-central-1:123456789012:{}"
EVENTS = {"Principal": {"Service": "events.amazonaws.com"}}
# Also one that URL-encoding would change.
KEY = "raw/a b+c%d/é.json"


class Arrivals:
    """A bucket, a rule and a queue of a stack, with dead letters."""

    def __init__(
        self,
        cloud: Settings,
        key: str,
        *,
        may_deliver: bool,
        may_encrypt: bool,
        one_key: bool = False,
        **conditions: dict[str, str],
    ) -> None:
        self.name = f"shop-{uuid.uuid4().hex[:8]}"
        self._cloud = cloud
        statement = allow("sqs:SendMessage", "*") | EVENTS
        closed = statement | {"Effect": "Deny"}
        kms = client("kms", settings=cloud)
        use = allow("kms:GenerateDataKey kms:Decrypt", "*", **conditions) | EVENTS
        let_in = [use] if may_encrypt else []
        own = allow("kms:*", "*") | {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(own, *let_in))
        deploy(
            cloud,
            {
                "Bucket": self._bucket(),
                "Queue": self._queue(self.name, KmsMasterKeyId=key),
                "DeadLetters": self._queue(
                    f"{self.name}-dead", **({"KmsMasterKeyId": key} if one_key else {})
                ),
                "Policy": self._policy(self.name, statement if may_deliver else closed),
                "DeadPolicy": self._policy(f"{self.name}-dead", statement),
                "Rule": self._rule(),
            },
        )

    def messages(self, suffix: str = "") -> list[Any]:
        sqs = client("sqs", settings=self._cloud)
        url = sqs.get_queue_url(QueueName=self.name + suffix)["QueueUrl"]
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(m["Body"]) for m in found]

    def put(self, **more: Any) -> Any:
        s3 = client("s3", settings=self._cloud)
        return s3.put_object(Bucket=self.name, Key=KEY, Body=b"12345", **more)

    def figure(self, name: str) -> float:
        return figure(self._cloud, name, self.name)

    def _bucket(self) -> Any:
        properties = {
            "BucketName": self.name,
            "VersioningConfiguration": {"Status": "Enabled"},
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        }
        return {"Type": "AWS::S3::Bucket", "Properties": properties}

    def _queue(self, name: str, **more: str) -> Any:
        return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **more}}

    def _policy(self, name: str, statement: Any) -> Any:
        url = {"Ref": "DeadLetters" if name.endswith("dead") else "Queue"}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        properties = {"Queues": [url], "PolicyDocument": document}
        return {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}

    def _rule(self) -> Any:
        pattern = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [self.name]}, "object": {"key": [{"prefix": "raw/"}]}},
        }
        target = {
            "Id": "queue",
            "Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
            "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["DeadLetters", "Arn"]}},
        }
        properties = {"Name": self.name, "EventPattern": pattern, "Targets": [target]}
        return {"Type": "AWS::Events::Rule", "Properties": properties}


def figure(cloud: Settings, name: str, rule: str) -> float:
    """The sum of a figure of a rule, up to now."""
    found = client("cloudwatch", settings=cloud).get_metric_statistics(
        Namespace="AWS/Events",
        MetricName=name,
        Statistics=["Sum"],
        Period=3600,
        Dimensions=[{"Name": "RuleName", "Value": rule}],
        StartTime=time.time() - 1800,
        EndTime=time.time() + 1800,
    )
    return sum(p["Sum"] for p in found["Datapoints"])


@pytest.fixture
def key(cloud: Settings) -> str:
    found: str = client("kms", settings=cloud).create_key()["KeyMetadata"]["Arn"]
    return found


@pytest.mark.fact(
    "EventBridge",
    "an event has the key as it is, not URL-encoded, and the version",
    source="s3:ev-events",
)
def test_an_object_that_arrives_is_announced(cloud: Settings, key: str) -> None:
    arrivals = Arrivals(cloud, key, may_deliver=True, may_encrypt=True)
    stored = arrivals.put()
    (event,) = wait_for(arrivals.messages)
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["resources"] == [f"arn:aws:s3:::{arrivals.name}"]
    assert event["detail"]["bucket"] == {"name": arrivals.name}
    found = event["detail"]["object"]
    assert found["key"] == KEY
    assert found["size"] == 5
    assert found["etag"] == stored["ETag"].strip('"')
    assert found["version-id"] == stored["VersionId"]
    assert arrivals.figure("MatchedEvents") == arrivals.figure("Invocations") == 1
    assert arrivals.figure("FailedInvocations") == 0


@pytest.mark.parametrize(("may_deliver", "may_encrypt"), [(False, True), (True, False)])
@pytest.mark.fact(
    "EventBridge",
    "queue, key and dead letters need policies that let it in; a missing right is not retried",
    source="eb:eb-rule-dlq",
)
def test_what_may_not_be_delivered_goes_to_the_dead_letters(
    cloud: Settings, key: str, may_deliver: bool, may_encrypt: bool
) -> None:
    arrivals = Arrivals(cloud, key, may_deliver=may_deliver, may_encrypt=may_encrypt)
    arrivals.put()
    wait_for(lambda: arrivals.messages("-dead"))
    assert arrivals.messages() == []
    assert arrivals.figure("FailedInvocations") == arrivals.figure("InvocationsSentToDlq") == 1


@pytest.mark.fact(
    "EventBridge",
    "a key is not told the source, so a condition on it lets nobody in; so documented for topics",
    source="sns:sns-key-management",
    how="simplified",
)
def test_a_key_with_a_condition_on_the_source_keeps_event_bridge_out(
    cloud: Settings, key: str
) -> None:
    account = {"aws:SourceAccount": "123456789012"}
    arrivals = Arrivals(cloud, key, may_deliver=True, may_encrypt=True, StringEquals=account)
    arrivals.put()
    wait_for(lambda: arrivals.messages("-dead"))
    assert arrivals.messages() == []


@pytest.mark.fact(
    "EventBridge",
    "where dead letters cannot be written either, InvocationsFailedToBeSentToDlq alone says so",
    source="eb:eb-monitoring",
)
def test_a_key_that_keeps_event_bridge_out_of_the_dead_letters_too_shows_in_one_figure(
    cloud: Settings, key: str
) -> None:
    arrivals = Arrivals(cloud, key, may_deliver=True, may_encrypt=False, one_key=True)
    arrivals.put()
    wait_for(lambda: arrivals.figure("InvocationsFailedToBeSentToDlq"))
    assert arrivals.messages() == arrivals.messages("-dead") == []
    assert arrivals.figure("InvocationsSentToDlq") == 0


@pytest.mark.fact(
    "EventBridge", "a rule counts what it matches, also without a target", source="eb:eb-monitoring"
)
def test_a_rule_without_a_target_counts_what_it_matches(cloud: Settings) -> None:
    events = client("events", settings=cloud)
    name = f"rule-{uuid.uuid4().hex[:8]}"
    events.put_rule(Name=name, EventPattern='{"source": ["shop"], "detail": {"state": ["bad"]}}')
    for state in ("bad", "good", "bad"):
        entry = {"Source": "shop", "DetailType": "State", "Detail": json.dumps({"state": state})}
        events.put_events(Entries=[entry])
    assert figure(cloud, "MatchedEvents", name) == 2
    assert figure(cloud, "Invocations", name) == 0
