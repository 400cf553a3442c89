"""Alarms go off, and calm down again, and tell whom they shall tell."""

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

SNS = {"Principal": {"Service": "sns.amazonaws.com"}}


class Watched:
    """A figure with an alarm on it; a topic is told, and a queue gets what the topic is told."""

    def __init__(self, cloud: Settings, **alarm: Any) -> None:
        self.name = f"shop-{uuid.uuid4().hex[:8]}"
        self._cloud, self._cloudwatch = cloud, client("cloudwatch", settings=cloud)
        topic, self._sqs = self._listen(cloud), client("sqs", settings=cloud)
        watch = {
            "AlarmName": self.name,
            "Namespace": self.name,
            "MetricName": "sales",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 5.0,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [topic],
            "OKActions": [topic],
        }
        self._cloudwatch.put_metric_alarm(**watch | alarm)

    def put(self, value: float, *, seconds_ago: float = 0, **dimensions: str) -> None:
        named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
        datum = {
            "MetricName": "sales",
            "Value": value,
            "Dimensions": named,
            "Timestamp": time.time() - seconds_ago,
        }
        self._cloudwatch.put_metric_data(Namespace=self.name, MetricData=[datum])

    @property
    def state(self) -> str:
        found = self._cloudwatch.describe_alarms(AlarmNames=[self.name])["MetricAlarms"]
        return str(found[0]["StateValue"])

    def wait_until(self, state: str) -> None:
        wait_for(lambda: self.state == state)

    def told(self) -> list[Any]:
        found = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10)
        messages = [json.loads(m["Body"]) for m in found.get("Messages", [])]
        return [json.loads(m["Message"]) for m in messages]

    def _listen(self, cloud: Settings) -> str:
        sqs, sns = client("sqs", settings=cloud), client("sns", settings=cloud)
        let_in = policy(allow("sqs:SendMessage", "*") | SNS)
        self._url = sqs.create_queue(QueueName=self.name, Attributes={"Policy": let_in})["QueueUrl"]
        arn = f"arn:aws:sqs:eu-central-1:123456789012:{self.name}"
        topic: str = sns.create_topic(Name=self.name)["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return topic


def test_an_alarm_goes_off_and_calms_down(cloud: Settings) -> None:
    watched = Watched(cloud)
    watched.wait_until("OK")
    watched.put(9, seconds_ago=57)
    assert watched.state == "ALARM"
    # A little later, the figure is older than the period.
    watched.wait_until("OK")
    told = wait_for(lambda: watched.told())
    changes = [(m["OldStateValue"], m["NewStateValue"]) for m in told]
    assert changes == [("INSUFFICIENT_DATA", "OK"), ("OK", "ALARM"), ("ALARM", "OK")]
    assert told[1]["AlarmName"] == watched.name
    assert told[1]["Trigger"]["MetricName"] == "sales"
    assert "newest first: 9" in told[1]["NewStateReason"]


def test_only_the_figure_with_the_alarms_dimensions_counts(cloud: Settings) -> None:
    watched = Watched(cloud, Dimensions=[{"Name": "Shop", "Value": "Ulm"}])
    watched.put(9)
    watched.put(9, Shop="Bonn")
    watched.wait_until("OK")
    watched.put(9, Shop="Ulm")
    watched.wait_until("ALARM")


@pytest.mark.parametrize(
    ("treat", "state"),
    [
        ("missing", "INSUFFICIENT_DATA"),
        ("breaching", "ALARM"),
        ("notBreaching", "OK"),
        ("ignore", "INSUFFICIENT_DATA"),
    ],
)
@pytest.mark.fact(
    "CloudWatch", "missing data is what the alarm takes it for", source="cw:alarms-and-missing-data"
)
def test_no_data_is_what_the_alarm_takes_it_for(cloud: Settings, treat: str, state: str) -> None:
    watched = Watched(cloud, TreatMissingData=treat)
    watched.wait_until(state)


@pytest.mark.fact(
    "CloudWatch",
    "an alarm looks at full periods; here they end now",
    source="cw:alarm-evaluation",
    how="simplified",
)
def test_so_many_of_so_many_periods_make_an_alarm(cloud: Settings) -> None:
    watched = Watched(cloud, EvaluationPeriods=3, DatapointsToAlarm=2)
    watched.put(9, seconds_ago=10)
    watched.put(1, seconds_ago=70)
    watched.wait_until("OK")
    watched.put(9, seconds_ago=130)
    watched.wait_until("ALARM")


def test_messages_that_wait_are_counted(cloud: Settings) -> None:
    sqs = client("sqs", settings=cloud)
    queue = f"queue-{uuid.uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=queue)["QueueUrl"]
    watched = Watched(
        cloud,
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": queue}],
        Statistic="Maximum",
        Period=10,
        Threshold=0.0,
    )
    watched.wait_until("OK")
    sqs.send_message(QueueUrl=url, MessageBody="x")
    watched.wait_until("ALARM")
    sqs.purge_queue(QueueUrl=url)
    watched.wait_until("OK")


def test_a_rule_that_matches_sets_off_the_alarm_of_a_stack(cloud: Settings) -> None:
    name = f"shop-{uuid.uuid4().hex[:8]}"
    rule = {"Name": name, "EventPattern": {"source": [name]}}
    alarm = {
        "AlarmName": name,
        "Namespace": "AWS/Events",
        "MetricName": "MatchedEvents",
        "Dimensions": [{"Name": "RuleName", "Value": {"Ref": "Rule"}}],
        "Statistic": "Sum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 0,
        "TreatMissingData": "notBreaching",
        "ComparisonOperator": "GreaterThanThreshold",
    }
    deploy(
        cloud,
        {
            "Rule": {"Type": "AWS::Events::Rule", "Properties": rule},
            "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm},
        },
    )
    cloudwatch = client("cloudwatch", settings=cloud)

    def state() -> str:
        return str(cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"])

    wait_for(lambda: state() == "OK")
    entry = {"Source": name, "DetailType": "State", "Detail": "{}"}
    client("events", settings=cloud).put_events(Entries=[entry])
    wait_for(lambda: state() == "ALARM")
