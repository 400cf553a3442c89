"""A managed environment is a real Airflow that works under its role and comes back when it dies.

One story: it is made, used, changed and deleted.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import psutil
import pytest

from local_cloud.clients import client
from local_cloud.mwaa.properties import Properties
from local_cloud.settings import HOST
from stacks.constructs.archive import ROOT
from tests.local_cloud.mwaa.bench import BUCKET, NAME, Bench, until

pytestmark = pytest.mark.slow

PROBE = """
    import os
    from pathlib import Path
    import boto3
    from airflow.sdk import dag, task

    @dag(schedule=None, is_paused_upon_creation=False)
    def probe():
        @task
        def role():
            return boto3.client("sts").get_caller_identity()["Arn"]

        @task
        def variables():
            return sorted(os.environ)

        @task
        def data():
            return (Path(__file__).parent / "values" / "data.json").read_text()

        @task
        def allowed():
            print("I may read this")
            return boto3.client("s3").get_object(Bucket="airflow-code", Key="dags/probe.py")["ETag"]

        @task
        def denied():
            boto3.client("s3").put_object(Bucket="airflow-code", Key="dags/mine", Body=b"")

        role() >> data() >> allowed()
        [denied(), variables()]

    probe()
"""
SLEEPER = """
    import time
    from airflow.sdk import dag, task

    @dag(schedule=None, is_paused_upon_creation=False)
    def sleeper():
        @task(retries=3, retry_delay=0.1)
        def sleep():
            time.sleep(6)

        sleep()

    sleeper()
"""


WAITER = """
    from datetime import timedelta
    from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor
    from airflow.sdk import dag

    @dag(schedule=None, is_paused_upon_creation=False)
    def waiter():
        TimeDeltaSensor(task_id="wait", delta=timedelta(seconds=5), deferrable=True)

    waiter()
"""
REQUIREMENTS = """\
    --no-index
    --find-links /usr/local/airflow/plugins
    apache-airflow-providers-common-messaging
"""


@pytest.fixture(scope="module")
def bench(bench: Bench) -> Bench:
    """With DAGs in its bucket."""
    bench.put("dags/probe.py", PROBE)
    bench.put("dags/values/data.json", '{"a": 1}')
    bench.put("dags/sleeper.py", SLEEPER)
    bench.put("dags/waiter.py", WAITER)
    return bench


@pytest.fixture(scope="module")
def properties(bench: Bench) -> Properties:
    """With a package that is delivered as a wheel."""
    return bench.properties(
        PluginsS3Path="plugins.zip",
        PluginsS3ObjectVersion=bench.put("plugins.zip", plugins()),
        RequirementsS3Path="requirements.txt",
        RequirementsS3ObjectVersion=bench.put("requirements.txt", REQUIREMENTS),
    )


def plugins() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for wheel in (ROOT / "build" / "wheels" / "mwaa").glob("*.whl"):
            archive.write(wheel, wheel.name)
    return packed.getvalue()


@pytest.fixture(scope="module")
def stack(bench: Bench, properties: Properties) -> dict[str, str]:
    """Outputs of the stack."""
    return bench.deploy(properties)


def test_a_stack_is_done_when_every_part_is_healthy(bench: Bench, stack: dict[str, str]) -> None:
    environment = bench.settled()
    assert environment["Status"] == "AVAILABLE"
    assert environment["AirflowVersion"] == "3.2.1"
    assert (environment["Arn"], environment["WebserverUrl"]) == (stack["Arn"], stack["Url"])
    assert stack["Group"].endswith(f"log-group:airflow-{NAME}-Task:*")
    with urllib.request.urlopen(f"{stack['Url']}/api/v2/monitor/health") as answer:
        assert {part["status"] for part in json.load(answer).values()} == {"healthy"}


def test_tasks_have_the_rights_of_the_role_and_no_others(
    bench: Bench, stack: dict[str, str]
) -> None:
    run = bench.trigger("probe")
    assert bench.ended(run) == "failed"
    tasks = bench.ask("GET", f"{run}/taskInstances")["task_instances"]
    states = {task["task_id"]: task["state"] for task in tasks}
    assert states.pop("denied") == "failed"
    assert set(states.values()) == {"success"}
    assert f"assumed-role/{NAME}/" in result(bench, run, "role")
    assert result(bench, run, "data") == '{"a": 1}'
    log = json.dumps(bench.ask("GET", f"{run}/taskInstances/denied/logs/1"))
    assert "AccessDenied" in log
    assert "s3:PutObject" in log
    names = result(bench, run, "variables")
    others = {n for n in names if not n.startswith(("AIRFLOW_", "AWS_", "_AIRFLOW_"))}
    assert others <= {"HOME", "LANG", "PATH", "TMPDIR", "TZ"}
    assert "AWS_SECRET_ACCESS_KEY" not in names


def result(bench: Bench, run: str, task: str) -> Any:
    return bench.ask("GET", f"{run}/taskInstances/{task}/xcomEntries/return_value")["value"]


@pytest.mark.fact("MWAA", "each kind of log has its group", source="mwaa:monitoring-airflow")
def test_every_kind_of_log_is_in_its_group(bench: Bench, stack: dict[str, str]) -> None:
    logs = bench.client("logs")
    for kind in ("DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"):
        group = f"airflow-{NAME}-{kind}"
        assert until(lambda group=group: logs.filter_log_events(logGroupName=group)["events"])
    tasks = {"logGroupName": f"airflow-{NAME}-Task", "filterPattern": '"may read"'}
    (event,) = until(lambda: logs.filter_log_events(**tasks)["events"])
    assert "task_id=allowed" in event["logStreamName"]


def test_the_environment_reports_its_scheduler_and_dags_that_cannot_be_imported(
    bench: Bench, stack: dict[str, str]
) -> None:
    """Namespace AmazonMWAA, dimensions Function and Environment, as public dashboards ask for."""
    cloudwatch = bench.client("cloudwatch")
    found = until(lambda: cloudwatch.list_metrics(Namespace="AmazonMWAA")["Metrics"])
    functions = {m["MetricName"]: {d["Name"]: d["Value"] for d in m["Dimensions"]} for m in found}
    assert functions == {
        "SchedulerHeartbeat": {"Function": "Scheduler", "Environment": NAME},
        "ImportErrors": {"Function": "DAG Processing", "Environment": NAME},
    }


def test_dags_follow_the_bucket(bench: Bench, stack: dict[str, str]) -> None:
    def ids() -> set[str]:
        return {dag["dag_id"] for dag in bench.ask("GET", "/dags")["dags"]}

    bench.put("dags/late.py", SLEEPER.replace("sleeper", "late"))
    until(lambda: "late" in ids())
    bench.put("dags/late.py", SLEEPER.replace("sleeper", "later"))
    until(lambda: "later" in ids() and "late" not in ids())
    bench.s3.delete_object(Bucket=BUCKET, Key="dags/late.py")
    until(lambda: "later" not in ids())


def test_a_killed_scheduler_comes_back_and_the_run_ends_well(
    bench: Bench, stack: dict[str, str]
) -> None:
    run = bench.trigger("sleeper")
    path = f"{run}/taskInstances/sleep"
    until(lambda: bench.ask("GET", path)["state"] == "running")
    kill(bench, "scheduler")
    assert bench.ended(run) == "success"
    assert bench.ask("GET", path)["try_number"] == 2


def test_a_killed_triggerer_comes_back_and_the_task_goes_on(
    bench: Bench, stack: dict[str, str]
) -> None:
    run = bench.trigger("waiter")
    until(lambda: bench.ask("GET", f"{run}/taskInstances/wait")["state"] == "deferred")
    kill(bench, "triggerer")
    assert bench.ended(run) == "success"


def kill(bench: Bench, part: str) -> None:
    """Kills a part of Airflow; returns when it is there again."""
    (victim,) = leaders(bench, part)
    victim.kill()
    until(lambda: leaders(bench, part) not in ([], [victim]))


def leaders(bench: Bench, part: str) -> list[psutil.Process]:
    """The process that a part of Airflow is; it leads a group, and has its log open."""
    found = []
    for process in bench.processes():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            files = {Path(file.path).name for file in process.open_files()}
            if os.getpgid(process.pid) == process.pid and f"{part}.log" in files:
                found.append(process)
    return found


def test_tokens_open_the_web_server(bench: Bench, stack: dict[str, str]) -> None:
    for token in (
        bench.mwaa.create_web_login_token(Name=NAME),
        bench.mwaa.create_cli_token(Name=NAME),
    ):
        bearer = token.get("WebToken") or token["CliToken"]
        address = f"http://{token['WebServerHostname']}/api/v2/dags"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {bearer}"})
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200


def test_an_error_of_airflow_is_handed_on(bench: Bench, stack: dict[str, str]) -> None:
    with pytest.raises(bench.mwaa.exceptions.RestApiClientException) as caught:
        bench.ask("GET", "/dags/unknown")
    assert caught.value.response["RestApiStatusCode"] == 404
    assert "unknown" in json.dumps(caught.value.response["RestApiResponse"])


@pytest.mark.fact(
    "MWAA",
    "InvokeRestApi is a right on a role of the environment",
    source="mwaa:access-mwaa-apache-airflow-rest-api",
)
def test_a_role_needs_the_right_to_call_airflow(bench: Bench, stack: dict[str, str]) -> None:
    role = bench.properties()["ExecutionRoleArn"]
    answer = bench.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    mwaa = client("mwaa", answer["Credentials"], bench.settings)
    with pytest.raises(mwaa.exceptions.AccessDeniedException, match=f"role/{NAME}/Admin"):
        mwaa.invoke_rest_api(Name=NAME, Method="GET", Path="/dags")


def test_the_page_opens_without_a_password(stack: dict[str, str]) -> None:
    with urllib.request.urlopen(stack["Url"]) as answer:
        assert b"<title>Airflow" in answer.read()


def test_nobody_else_can_reach_it(bench: Bench, stack: dict[str, str]) -> None:
    listening = {
        c.laddr.ip
        for process in bench.processes()
        for c in process.net_connections("inet")
        if c.status == "LISTEN"
    }
    assert listening == {HOST}


def test_it_is_changed_and_goes_on(
    bench: Bench, stack: dict[str, str], properties: Properties
) -> None:
    options = {"core.max_active_runs_per_dag": "3"}
    bench.deploy(properties | {"AirflowConfigurationOptions": options})
    until(lambda: bench.ask("GET", "/dags")["dags"])
    assert bench.ask("GET", "/dags/probe/details")["max_active_runs"] == 3


def test_after_a_change_that_cannot_be_it_goes_on_as_it_was(
    bench: Bench, stack: dict[str, str]
) -> None:
    version = bench.put("requirements.txt", "no-such-package")
    bench.mwaa.update_environment(Name=NAME, RequirementsS3ObjectVersion=version)
    environment = bench.settled()
    assert environment["Status"] == "UPDATE_FAILED"
    assert "no-such-package" in environment["LastUpdate"]["Error"]["ErrorMessage"]
    assert bench.ended(bench.trigger("sleeper")) == "success"


def test_it_is_deleted_and_nothing_is_left(bench: Bench, stack: dict[str, str]) -> None:
    port = int(bench.settled()["WebserverUrl"].rpartition(":")[2])
    processes = bench.processes()
    assert len(processes) > 4
    bench.remove_stack()
    assert bench.processes() == []
    assert not any(process.is_running() for process in processes)
    listening = [c for c in psutil.net_connections("tcp") if c.status == "LISTEN"]
    assert port not in {c.laddr.port for c in listening}
    assert not (bench.settings.folder / "mwaa" / "airflow" / NAME).exists()
