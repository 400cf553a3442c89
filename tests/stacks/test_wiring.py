"""What DAGs and scripts are told exists: every name in handover.json is a resource."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlparse

import pytest

from config import environments, load
from contracts import load_layer
from stacks.constructs.handover_values import handover_values
from stacks.constructs.release import jobs
from tests.stacks.synthesised import Synthesised, environment, role, statements


@pytest.fixture(scope="module", params=environments())
def env(request: pytest.FixtureRequest) -> Synthesised:
    return environment(request.param)


@pytest.fixture(scope="module")
def told(env: Synthesised) -> dict[str, Any]:
    """The values as they are deployed: read off the parameters, not off the code."""
    values = {}
    for parameter in env.properties("AWS::SSM::Parameter"):
        text = parameter["Value"]
        name = parameter["Name"].rpartition("/")[2]
        values[name] = json.loads(text) if text.startswith("{") else text
    return values


def _named(env: Synthesised, kind: str, key: str) -> set[str]:
    return {p[key] for p in env.properties(kind) if key in p}


def test_the_file_and_the_parameters_say_the_same(told: dict[str, Any]) -> None:
    assert told == handover_values(load(told["environment"]), jobs())


def test_jobs_are_there_and_start_with_the_same_arguments(
    env: Synthesised, told: dict[str, Any]
) -> None:
    made = {j["Name"]: j["DefaultArguments"] for j in env.properties("AWS::Glue::Job")}
    for job in told["jobs"].values():
        arguments = made[job["name"]]
        assert {k: arguments[k] for k in job["arguments"]} == job["arguments"]


def test_places_are_in_buckets_that_are_there(env: Synthesised, told: dict[str, Any]) -> None:
    buckets = _named(env, "AWS::S3::Bucket", "BucketName")
    places = [*told["places"].values(), told["metrics"]["uri"]]
    assert {urlparse(p).netloc for p in places} <= buckets


@pytest.mark.parametrize("job", ["raw_to_bronze", "bronze_to_silver", "silver_to_gold"])
def test_a_job_may_use_every_place_it_is_told(told: dict[str, Any], job: str) -> None:
    env = environment(told["environment"])
    allowed = [
        resource
        for one in statements(role(env, job.replace("_", "-")))
        if {"s3:GetObject", "s3:PutObject"} & set(one["Action"])
        for resource in one["Resource"]
    ]
    arguments = told["jobs"][job]["arguments"]
    uris = [u for u in arguments.values() if u.startswith("s3://")]
    assert len(uris) >= 5
    for uri in uris:
        wanted = uri.replace("s3://", "arn:aws:s3:::") + ("" if uri.endswith(".zip") else "/x")
        assert any(fnmatchcase(wanted, pattern) for pattern in allowed), (job, uri)


def test_databases_are_there_and_roles_know_every_table(
    env: Synthesised, told: dict[str, Any]
) -> None:
    made = {d["Name"] for d in (p["DatabaseInput"] for p in env.properties("AWS::Glue::Database"))}
    assert set(told["databases"].values()) == made
    for arguments in (j["arguments"] for j in told["jobs"].values()):
        assert arguments["--database-prefix"] + "gold" == told["databases"]["gold"]
    gold = role(env, "silver-to-gold")
    resources = {str(r) for s in statements(gold) for r in s["Resource"]}
    for contract in load_layer("gold"):
        ending = f":table/{told['databases']['gold']}/{contract.name}"
        assert any(r.endswith(ending) for r in resources), contract.id


def test_the_queue_is_there_and_gets_arrivals(env: Synthesised, told: dict[str, Any]) -> None:
    assert told["queue"]["name"] in _named(env, "AWS::SQS::Queue", "QueueName")
    assert told["queue"]["url"].endswith(f"/{told['account']}/{told['queue']['name']}")
    (rule,) = env.properties("AWS::Events::Rule", "-ingestion")
    (bucket,) = rule["EventPattern"]["detail"]["bucket"]["name"]
    (prefix,) = rule["EventPattern"]["detail"]["object"]["key"]
    assert f"s3://{bucket}/{prefix['prefix']}" == told["places"]["raw"] + "/"


def test_the_warehouse_is_there(env: Synthesised, told: dict[str, Any]) -> None:
    warehouse = told["warehouse"]
    (workgroup,) = env.properties("AWS::RedshiftServerless::Workgroup")
    (namespace,) = env.properties("AWS::RedshiftServerless::Namespace")
    assert warehouse["workgroup"] == workgroup["WorkgroupName"]
    assert warehouse["database"] == namespace["DbName"]
    for key in ("copy_role_arn", "external_role_arn"):
        assert warehouse[key].rpartition("/")[2] in _named(env, "AWS::IAM::Role", "RoleName")


def test_the_secret_is_the_one_that_the_namespace_tells(env: Synthesised) -> None:
    """Its name stands on no page of AWS; what GetNamespace answers is delivered by itself."""
    (namespace,) = env.properties("AWS::RedshiftServerless::Namespace")
    (asked,) = env.properties("Custom::WarehouseSecret")
    assert asked["Namespace"] == namespace["NamespaceName"]
    dags = [d for d in env.properties("Custom::CDKBucketDeployment") if _goes_to(d, "dags")]
    (own,) = [d for d in dags if any(d["SourceMarkers"])]
    (told,) = [value for markers in own["SourceMarkers"] for value in markers.values()]
    assert "SecretArn" in told["Fn::GetStackOutput"]["OutputName"]
    # The other delivery, which a hotswap takes, leaves it where it is.
    (others,) = [d for d in dags if d is not own]
    assert (others["Prune"], others["Exclude"]) == (True, ["secret.json"])


def _goes_to(delivery: dict[str, Any], folder: str) -> bool:
    return delivery.get("DestinationBucketKeyPrefix") == folder


def test_the_topic_is_there(env: Synthesised, told: dict[str, Any]) -> None:
    (topic,) = _named(env, "AWS::SNS::Topic", "TopicName")
    arn = f"arn:aws:sns:{told['region']}:{told['account']}:{topic}"
    assert told["alarms"]["topic_arn"] == arn


def test_the_failures_that_dags_report_are_watched(env: Synthesised, told: dict[str, Any]) -> None:
    watched = {
        (a["Namespace"], a["MetricName"])
        for a in env.properties("AWS::CloudWatch::Alarm")
        if "MetricName" in a
    }
    assert (told["metrics"]["namespace"], told["metrics"]["dag_failures"]) in watched


def test_alarms_watch_what_is_there_and_have_a_runbook(
    env: Synthesised, told: dict[str, Any]
) -> None:
    there = {
        "RuleName": _named(env, "AWS::Events::Rule", "Name"),
        "QueueName": _named(env, "AWS::SQS::Queue", "QueueName"),
        "Workgroup": {told["warehouse"]["workgroup"]},
        "Environment": _named(env, "AWS::MWAA::Environment", "Name"),
        "Dataset": {"events", "transactions", "users"},
        "Function": {"Scheduler", "DAG Processing"},
    }
    alarms = env.properties("AWS::CloudWatch::Alarm")
    assert len(alarms) == 16
    for alarm in alarms:
        for dimension in alarm.get("Dimensions", []):
            assert dimension["Value"] in there[dimension["Name"]], alarm["AlarmName"]
        assert alarm["AlarmActions"]
