"""Definitions of Glue jobs are kept, listed and changed; what is not supported is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_cloud.shop import Shop

pytestmark = pytest.mark.slow

SPARK = {"Name": "glueetl", "ScriptLocation": "s3://shop/a.py"}
STACK: dict[str, Any] = {
    "Name": "made",
    "Role": "job",
    "Command": SPARK,
    "GlueVersion": "6.0",
    "DefaultArguments": {"--a": "1", "--b": "1"},
    "ExecutionProperty": {"MaxConcurrentRuns": 3},
    "Timeout": 5,
    "MaxRetries": 1,
    "WorkerType": "G.1X",
    "NumberOfWorkers": 2,
    "Description": "first",
    "Tags": {"team": "data", "stage": "one"},
}
CHANGED = STACK | {
    "Command": SPARK | {"ScriptLocation": "s3://shop/b.py"},
    "DefaultArguments": {"--a": "2"},
    "ExecutionProperty": {"MaxConcurrentRuns": 1},
    "Tags": {"team": "shop"},
    "Timeout": 6,
}
del CHANGED["Description"]


def template(properties: dict[str, Any]) -> str:
    return json.dumps({"Resources": {"Job": {"Type": "AWS::Glue::Job", "Properties": properties}}})


def tags(shop: Shop, job: str) -> dict[str, str]:
    arn = f"arn:aws:glue:{shop.settings.region}:{shop.settings.account}:job/{job}"
    found: dict[str, str] = shop.glue.get_tags(ResourceArn=arn)["Tags"]
    return found


def test_a_stack_makes_changes_and_removes_a_job(shop: Shop) -> None:
    stacks = shop.client("cloudformation")
    stacks.create_stack(StackName="s", TemplateBody=template(STACK))
    stacks.get_waiter("stack_create_complete").wait(StackName="s", WaiterConfig={"Delay": 1})
    made = shop.glue.get_job(JobName="made")["Job"]
    assert {field: made[field] for field in STACK if field != "Tags"} == {
        field: value for field, value in STACK.items() if field != "Tags"
    }
    assert tags(shop, "made") == STACK["Tags"]
    stacks.update_stack(StackName="s", TemplateBody=template(CHANGED))
    stacks.get_waiter("stack_update_complete").wait(StackName="s", WaiterConfig={"Delay": 1})
    changed = shop.glue.get_job(JobName="made")["Job"]
    assert {field: changed[field] for field in CHANGED if field != "Tags"} == {
        field: value for field, value in CHANGED.items() if field != "Tags"
    }
    assert "Description" not in changed
    assert changed["CreatedOn"] == made["CreatedOn"]
    assert tags(shop, "made") == {"team": "shop"}
    stacks.delete_stack(StackName="s")
    stacks.get_waiter("stack_delete_complete").wait(StackName="s", WaiterConfig={"Delay": 1})
    with pytest.raises(shop.glue.exceptions.EntityNotFoundException):
        shop.glue.get_job(JobName="made")


def test_jobs_are_listed_in_pages(shop: Shop) -> None:
    names = [f"listed-{n}" for n in range(5)]
    for name in names:
        shop.glue.create_job(Name=name, Role="job", Command=SPARK, Tags={"page": "yes"})
    first = shop.glue.list_jobs(MaxResults=3, Tags={"page": "yes"})
    rest = shop.glue.list_jobs(MaxResults=3, Tags={"page": "yes"}, NextToken=first["NextToken"])
    assert first["JobNames"] + rest["JobNames"] == names
    assert "NextToken" not in rest
    pages = shop.glue.get_paginator("get_jobs").paginate(PaginationConfig={"PageSize": 2})
    assert set(names) <= {job["Name"] for page in pages for job in page["Jobs"]}
    with pytest.raises(shop.glue.exceptions.AlreadyExistsException):
        shop.glue.create_job(Name=names[0], Role="job", Command=SPARK)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"Command": {"Name": "pythonshell", "ScriptLocation": "s3://shop/a.py"}}, "pythonshell"),
        ({"Connections": {"Connections": ["warehouse"]}}, "Connections"),
        ({"JobRunQueuingEnabled": True}, "JobRunQueuingEnabled"),
        ({"DefaultArguments": {"--extra-jars": "s3://shop/a.jar"}}, "--extra-jars"),
        ({"DefaultArguments": {"--job-bookmark-option": "job-bookmark-enable"}}, "bookmark"),
    ],
)
def test_what_is_not_supported_is_refused(shop: Shop, asked: dict[str, Any], named: str) -> None:
    job = {"Name": "refused", "Role": "job", "Command": SPARK}
    with pytest.raises(ClientError, match=named):
        shop.glue.create_job(**job | asked)


@pytest.mark.parametrize(
    "asked", [{"JobRunId": "jr_1"}, {"NotificationProperty": {"NotifyDelayAfter": 1}}]
)
def test_a_run_is_not_started_with_what_is_not_supported(shop: Shop, asked: dict[str, Any]) -> None:
    [named] = asked
    shop.glue.create_job(Name=named, Role="job", Command=SPARK)
    with pytest.raises(ClientError, match=named):
        shop.start(named, **asked)


def test_a_job_that_is_not_there_cannot_be_started(shop: Shop) -> None:
    with pytest.raises(shop.glue.exceptions.EntityNotFoundException, match="missing metadata"):
        shop.start("nobody")
