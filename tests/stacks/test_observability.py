"""Alarms reach people: the topic lets them in, the key lets them encrypt."""

from __future__ import annotations

from typing import Any

import pytest

from config import environments
from tests.stacks.synthesised import Synthesised, environment


@pytest.fixture(scope="module", params=environments())
def env(request: pytest.FixtureRequest) -> Synthesised:
    return environment(request.param)


def _lets_in(document: dict[str, Any], service: str, action: str) -> bool:
    return any(
        s["Effect"] == "Allow"
        and f"{service}.amazonaws.com" in str(s["Principal"])
        and action in s["Action"]
        for s in document["Statement"]
    )


def test_alarms_may_publish_and_encrypt(env: Synthesised) -> None:
    (policy,) = env.properties("AWS::SNS::TopicPolicy")
    assert _lets_in(policy["PolicyDocument"], "cloudwatch", "sns:Publish")
    keys = [k["KeyPolicy"] for k in env.properties("AWS::KMS::Key")]
    assert any(_lets_in(k, "cloudwatch", "kms:GenerateDataKey") for k in keys)


def test_arrivals_may_be_put_into_the_encrypted_queue(env: Synthesised) -> None:
    policies = [p["PolicyDocument"] for p in env.properties("AWS::SQS::QueuePolicy")]
    assert sum(_lets_in(p, "events", "sqs:SendMessage") for p in policies) == 2
    keys = [k["KeyPolicy"] for k in env.properties("AWS::KMS::Key")]
    assert any(_lets_in(k, "events", "kms:GenerateDataKey") for k in keys)


def test_topic_and_queues_are_encrypted(env: Synthesised) -> None:
    (topic,) = env.properties("AWS::SNS::Topic")
    queues = env.properties("AWS::SQS::Queue")
    assert all("KmsMasterKeyId" in each for each in [topic, *queues])


def test_what_was_not_handled_is_kept_aside(env: Synthesised) -> None:
    arrivals, _ = sorted(env.properties("AWS::SQS::Queue"), key=lambda q: q["QueueName"])
    assert arrivals["RedrivePolicy"]["maxReceiveCount"] == 5
    (rule,) = env.properties("AWS::Events::Rule", "-ingestion")
    assert "DeadLetterConfig" in rule["Targets"][0]


def test_gold_that_does_not_come_is_an_alarm(env: Synthesised) -> None:
    alarms = {a["MetricName"]: a for a in env.properties("AWS::CloudWatch::Alarm")}
    assert alarms["GoldPublished"]["TreatMissingData"] == "breaching"
    assert alarms["GoldPublished"]["Period"] == 24 * 3600
