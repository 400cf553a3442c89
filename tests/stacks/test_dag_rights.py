"""Airflow's role covers what DAGs do. What they do is read off their code, call by call."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from config import environments, load
from contracts import datasets
from orchestration.handover import Handover, read
from stacks.constructs.archive import ROOT
from stacks.constructs.handover_values import handover_values
from stacks.constructs.release import jobs
from tests.aws import SECRET
from tests.stacks.synthesised import environment, role, statements

# Services whose clients the code makes, and those that operators and triggers of Airflow use.
OWN = {"cloudwatch", "redshift-data", "s3", "sns"}
BY_AIRFLOW = {
    "glue": {"start_job_run", "get_job_run", "get_job_runs"},
    "sqs": {"receive_message", "delete_message_batch"},
}
# Of s3transfer: no operation of the API, but some of them.
TRANSFERS = {"copy": ("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload")}


def _trees() -> Iterator[ast.AST]:
    for path in (ROOT / "mwaa_dags").rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _operations(services: set[str]) -> set[str]:
    session = botocore.session.get_session()
    models = (session.get_service_model(s) for s in services)
    return {xform_name(o) for m in models for o in m.operation_names} | set(TRANSFERS)


def _calls() -> set[str]:
    """Names of operations that the code calls, by themselves or page by page."""
    calls = [n for n in _trees() if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    names = {c.func.attr for c in calls if isinstance(c.func, ast.Attribute)}
    paged = {
        c.args[0].value
        for c in calls
        if isinstance(c.func, ast.Attribute)
        and c.func.attr == "get_paginator"
        and isinstance(c.args[0], ast.Constant)
    }
    return (names | {str(p) for p in paged}) & _operations(OWN | set(BY_AIRFLOW))


def _needed(told: Handover, account: str) -> dict[str, list[tuple[str, str]]]:
    """Operation -> actions, and what they are done to."""

    def arn(service: str, resource: str) -> str:
        return f"arn:aws:{service}:{told.region}:{account}:{resource}"

    def bucket(place: str) -> str:
        return "arn:aws:s3:::" + place.removeprefix("s3://").partition("/")[0]

    def inside(place: str) -> str:
        return place.replace("s3://", "arn:aws:s3:::") + "/x"

    places = told.places
    glue = [arn("glue", f"job/{job.name}") for job in told.jobs.values()]
    queue = arn("sqs", told.queue_url.rpartition("/")[2])
    read = [
        f"{places.ledger}/files",
        f"{places.ledger}/pending",
        places.silver_publications,
        places.gold_publications,
        f"{places.quarantine}/files",
    ]
    put = [f"{places.raw}/{d}/{places.replayed}" for d in datasets()]
    statement = [("secretsmanager:GetSecretValue", ASKED_FOR)]
    return {
        "start_job_run": [("glue:StartJobRun", job) for job in glue],
        "get_job_run": [("glue:GetJobRun", job) for job in glue],
        "get_job_runs": [("glue:GetJobRuns", job) for job in glue],
        "receive_message": [("sqs:ReceiveMessage", queue)],
        "delete_message_batch": [("sqs:DeleteMessage", queue)],
        "list_objects_v2": [("s3:ListBucket", bucket(p)) for p in read],
        "list_object_versions": [("s3:ListBucketVersions", bucket(places.raw))],
        "get_object": [("s3:GetObject", inside(p)) for p in read],
        "copy": [
            *(("s3:PutObject", inside(p)) for p in put),
            *(("s3:AbortMultipartUpload", inside(p)) for p in put),
            ("s3:GetObject", inside(f"{places.quarantine}/files")),
        ],
        "publish": [("sns:Publish", told.topic_arn)],
        "put_metric_data": [("cloudwatch:PutMetricData", "*")],
        "execute_statement": [("redshift-data:ExecuteStatement", WORKGROUP), *statement],
        "batch_execute_statement": [("redshift-data:BatchExecuteStatement", WORKGROUP)],
        "cancel_statement": [("redshift-data:CancelStatement", "*")],
        "describe_statement": [("redshift-data:DescribeStatement", "*")],
        "get_statement_result": [("redshift-data:GetStatementResult", "*")],
    }


# Known only when it is made: the template refers to it.
WORKGROUP, ASKED_FOR = "WorkgroupArn", "SecretArn"


@pytest.fixture(params=environments())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_code_calls_what_is_listed_here_and_nothing_else() -> None:
    told = read(handover_values(load("dev"), jobs()), {"arn": SECRET})
    by_airflow = set().union(*BY_AIRFLOW.values())
    assert _calls() | by_airflow == set(_needed(told, "111111111111"))


def test_the_code_makes_clients_of_these_services_only() -> None:
    made = {
        node.args[0].value
        for node in _trees()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "client"
        and isinstance(node.args[0], ast.Constant)
    }
    assert made == OWN


def test_airflow_may_do_all_of_it(name: str) -> None:
    config = load(name)
    allowed = _allowed(name)
    needed = _needed(read(handover_values(config, jobs()), {"arn": SECRET}), config.account)
    for operation, rights in needed.items():
        for action, resource in rights:
            granted = allowed.get(action, [])
            assert any(fnmatchcase(resource, g) for g in granted), (operation, action, resource)


def test_airflow_may_list_what_is_listed(name: str) -> None:
    told = read(handover_values(load(name), jobs()), {"arn": SECRET})
    places = told.places
    prefixes = [
        str(prefix)
        for one in statements(role(environment(name), "airflow"))
        if "s3:ListBucket" in one["Action"] and "Condition" in one
        for prefix in one["Condition"]["StringLike"]["s3:prefix"]
    ]
    for place in (
        places.raw,
        f"{places.ledger}/pending",
        places.silver_publications,
        places.gold_publications,
        f"{places.quarantine}/files",
    ):
        asked = place.removeprefix("s3://").partition("/")[2] + "/"
        assert any(fnmatchcase(asked, p) for p in prefixes), asked


def test_airflow_may_do_nothing_with_the_lake_that_no_dag_does(name: str) -> None:
    config = load(name)
    needed = _needed(read(handover_values(config, jobs()), {"arn": SECRET}), config.account)
    wanted = {action for rights in needed.values() for action, _ in rights}
    # What Airflow itself does with its queues, code and keys is not in the code of DAGs.
    of_dags = {a for a in _allowed(name) if a.split(":")[0] in ("glue", "sns", "redshift-data")}
    assert of_dags <= wanted


def test_services_that_dags_call_can_be_reached_without_a_way_to_the_internet(name: str) -> None:
    endpoints = environment(name).properties("AWS::EC2::VPCEndpoint")
    text = json.dumps([e["ServiceName"] for e in endpoints])
    for service in ("monitoring", "redshift-data", "s3", "sns", "glue", "sqs", "kms"):
        assert f".{service}" in text, service


def _allowed(name: str) -> dict[str, list[str]]:
    """Action -> resources; what is known only when it is made has the name of its attribute."""
    found: dict[str, list[str]] = {}
    for one in statements(role(environment(name), "airflow")):
        for action in one["Action"]:
            found.setdefault(action, []).extend(map(_text, one["Resource"]))
    return found


def _text(resource: Any) -> str:
    return resource if isinstance(resource, str) else _attribute(json.dumps(resource))


def _attribute(reference: str) -> str:
    return next((name for name in (WORKGROUP, ASKED_FOR) if name in reference), reference)
