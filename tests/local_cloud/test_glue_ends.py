"""However a Glue run ends, it ends whole, and whoever waits for it is told."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import boto3
import psutil
import pytest
from botocore.config import Config

from local_cloud import cloud
from local_cloud.glue.process import watch
from local_cloud.inventory import inventory
from local_cloud.leash import Leash
from local_cloud.settings import ROOT_KEY, ROOT_SECRET
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.roles import allow, policy
from tests.local_cloud.shop import RIGHTS, Shop

pytestmark = pytest.mark.slow

# A script with a family.
SLEEPER = """
    import subprocess, sys, time
    from pyspark.sql import SparkSession
    SparkSession.builder.getOrCreate().range(3).count()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("ready")
    time.sleep(600)
"""


def family(shop: Shop, run_id: str) -> list[psutil.Process]:
    """Holder, script and children of a run, known by their folder for temporary files."""
    own = str(shop.settings.folder / "glue" / "work" / run_id[3:15] / "tmp")
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("TMPDIR") == own:
                found.append(process)
    return found


def wait_until_ready(shop: Shop, job: str, run_id: str) -> None:
    """Waits for the script's first word, read from its log while it runs."""
    shop.wait(job, run_id, ("RUNNING",))
    until = time.monotonic() + 60
    while shop.lines("/aws-glue/jobs/output", run_id) != ["ready"]:
        assert time.monotonic() < until
        time.sleep(0.1)


def wait_until_saved(folder: Path, name: str) -> None:
    """Waits until queue and rule of this name would be there after a kill."""
    until = time.monotonic() + 60
    files = [folder / "state" / f"{service}.json" for service in ("sqs", "eventbridge")]
    while not all(file.exists() and f":{name}" in file.read_text() for file in files):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.fact("Glue", "one run more than a job may have is refused", source="glue:add-job")
def test_a_job_has_no_more_runs_at_a_time_than_it_may(shop: Shop) -> None:
    job = shop.job("limited", SLEEPER, ExecutionProperty={"MaxConcurrentRuns": 2})
    ids = [shop.start(job), shop.start(job)]
    with pytest.raises(shop.glue.exceptions.ConcurrentRunsExceededException, match="limited"):
        shop.start(job)
    shop.glue.batch_stop_job_run(JobName=job, JobRunIds=ids)
    assert {shop.wait(job, i)["JobRunState"] for i in ids} == {"STOPPED"}
    shop.start(job)


def test_a_job_that_is_deleted_takes_its_runs_along(shop: Shop) -> None:
    job = shop.job("deleted", SLEEPER)
    run_id = shop.start(job)
    shop.wait(job, run_id, ("RUNNING",))
    shop.glue.delete_job(JobName=job)
    until = time.monotonic() + 20
    while f"{run_id}" in inventory(shop.settings)["glue.runs"]:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert not family(shop, run_id)


def test_a_run_that_is_stopped_leaves_no_process(shop: Shop) -> None:
    job = shop.job("stopped", SLEEPER)
    run_id = shop.start(job)
    wait_until_ready(shop, job, run_id)
    assert len(family(shop, run_id)) == 3
    answer = shop.glue.batch_stop_job_run(JobName=job, JobRunIds=[run_id, "jr_unknown"])
    assert [s["JobRunId"] for s in answer["SuccessfulSubmissions"]] == [run_id]
    assert answer["Errors"][0]["ErrorDetail"]["ErrorCode"] == "EntityNotFoundException"
    assert shop.get(job, run_id)["JobRunState"] in ("STOPPING", "STOPPED")
    assert shop.wait(job, run_id)["JobRunState"] == "STOPPED"
    assert not family(shop, run_id)


def test_a_process_that_exceeds_its_time_is_ended(tmp_path: Path) -> None:
    process = Leash(
        [sys.executable, "-c", "import time; time.sleep(600)"],
        variables=dict(os.environ),
        folder=tmp_path,
        log=tmp_path / "log",
    )
    looks: list[int] = []
    state = watch(process, seconds=1, stop=threading.Event(), meanwhile=lambda: looks.append(1))
    assert state == "TIMEOUT"
    assert looks
    assert not process.running


@pytest.mark.fact("Glue", "a run that takes too long ends as TIMEOUT", source="glue:add-job")
def test_a_run_that_exceeds_its_time_ends_in_timeout(shop: Shop) -> None:
    job = shop.job("slow", SLEEPER)
    # Clients count in whole minutes; the interface does not mind.
    glue = boto3.client(
        "glue",
        endpoint_url=shop.settings.address,
        region_name=shop.settings.region,
        aws_access_key_id=ROOT_KEY,
        aws_secret_access_key=ROOT_SECRET,
        config=Config(parameter_validation=False),
    )
    run_id = glue.start_job_run(JobName=job, Timeout=0.05)["JobRunId"]
    run = shop.wait(job, run_id)
    assert run["JobRunState"] == "TIMEOUT"
    assert (run["CompletedOn"] - run["StartedOn"]).seconds >= 3


@pytest.mark.fact(
    "Glue",
    "a retry is a run of its own, and knows the one before",
    source="glue:aws-glue-api-jobs-runs",
)
def test_a_failed_run_is_tried_again_as_often_as_the_job_says(shop: Shop) -> None:
    job = shop.job("again", "raise ValueError('never')", MaxRetries=1)
    first = shop.start(job)
    until = time.monotonic() + 60
    while len(runs := shop.glue.get_job_runs(JobName=job)["JobRuns"]) < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert [run["Id"] for run in runs] == [f"{first}_attempt_1", first]
    again = shop.wait(job, runs[0]["Id"])
    assert (again["JobRunState"], again["Attempt"]) == ("FAILED", 1)
    assert again["PreviousRunId"] == first
    time.sleep(0.5)
    assert len(shop.glue.get_job_runs(JobName=job)["JobRuns"]) == 2


def queue_of_ends(shop: Shop) -> str:
    """A queue that is told of runs that failed; its URL."""
    sqs, events = shop.client("sqs"), shop.client("events")
    let_in = allow("sqs:SendMessage", "*") | {"Principal": {"Service": "events.amazonaws.com"}}
    url: str = sqs.create_queue(QueueName="ends", Attributes={"Policy": policy(let_in)})["QueueUrl"]
    pattern = {
        "source": ["aws.glue"],
        "detail-type": ["Glue Job State Change"],
        "detail": {"state": ["FAILED"]},
    }
    events.put_rule(Name="ends", EventPattern=json.dumps(pattern))
    arn = f"arn:aws:sqs:{shop.settings.region}:{shop.settings.account}:ends"
    events.put_targets(Rule="ends", Targets=[{"Id": "queue", "Arn": arn}])
    return url


def told(shop: Shop, url: str) -> dict[str, str]:
    """What the one message in the queue says."""
    received = shop.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=20)
    [message] = received["Messages"]
    detail: dict[str, str] = json.loads(message["Body"])["detail"]
    return detail


def test_the_end_of_a_run_is_an_event(shop: Shop) -> None:
    url = queue_of_ends(shop)
    shop.run(shop.job("good", "print('good')"))
    run = shop.run(shop.job("bad", "raise ValueError('bad')"))
    assert told(shop, url) == {
        "jobName": "bad",
        "jobRunId": run["Id"],
        "state": "FAILED",
        "severity": "ERROR",
        "message": "ValueError: bad",
    }


@pytest.mark.fact(
    "Glue",
    "logs go to groups named after security configuration and role",
    source="glue:monitor-continuous-logging",
)
def test_output_and_errors_go_to_groups_that_glue_names(shop: Shop) -> None:
    """docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html, Glue 5.0 and newer."""
    job = shop.job("logs", "import sys; print('out'); print('oops', file=sys.stderr)")
    begin = "logs runs s3://shop/scripts/logs.py"
    run_id = shop.run(job)["Id"]
    assert shop.lines("/aws-glue/jobs/output", run_id) == ["out"]
    assert shop.lines("/aws-glue/jobs/error", run_id) == [begin, "oops"]
    run_id = shop.run(job, **{"custom-logGroup-prefix": "/aws-glue/jobs/mine"})["Id"]
    assert shop.lines("/aws-glue/jobs/mine/error", run_id) == [begin, "oops"]


@pytest.mark.fact(
    "Glue",
    "an argument of Glue 4.0 for the log group does nothing from 5.0",
    source="glue:monitor-continuous-logging-enable",
    how="refused",
)
def test_a_group_that_glue_would_ignore_is_refused(shop: Shop) -> None:
    """Same page: `--continuous-log-logGroup` belongs to Glue 4.0 and older."""
    asked = {"--continuous-log-logGroup": "/aws-glue/jobs/mine"}
    with pytest.raises(
        shop.glue.exceptions.InvalidInputException, match=r"ignored since Glue 5\.0"
    ):
        shop.job("former", "pass", DefaultArguments=asked)


@pytest.mark.parametrize("action", ["CreateLogStream", "PutLogEvents"])
def test_a_role_that_may_not_write_logs_fails_the_run(shop: Shop, action: str) -> None:
    role = shop.role(action, {a: r for a, r in RIGHTS.items() if a != f"logs:{action}"})
    run = shop.run(shop.job(action, "pass", Role=role))
    assert run["JobRunState"] == "FAILED"
    assert f"logs:{action}" in run["ErrorMessage"]


def test_logs_are_encrypted_as_the_security_configuration_says(shop: Shop) -> None:
    key = shop.client("kms").create_key()["KeyMetadata"]["Arn"]
    encryption = {"CloudWatchEncryptionMode": "SSE-KMS", "KmsKeyArn": key}
    shop.glue.create_security_configuration(
        Name="secure", EncryptionConfiguration={"CloudWatchEncryption": encryption}
    )
    job = shop.job("secure", "print('out')", SecurityConfiguration="secure")
    assert "logs:AssociateKmsKey" in shop.run(job)["ErrorMessage"]
    role = shop.role("secured", RIGHTS | {"logs:AssociateKmsKey": "*"})
    job = shop.job("secured", "print('out')", SecurityConfiguration="secure", Role=role)
    assert shop.run(job)["JobRunState"] == "SUCCEEDED"
    root = "/aws-glue/jobs/secure-role/secured"
    groups = shop.client("logs").describe_log_groups(logGroupNamePrefix=root)["logGroups"]
    assert {g["logGroupName"]: g["kmsKeyId"] for g in groups} == {
        f"{root}/error": key,
        f"{root}/output": key,
    }


def test_a_killed_cloud_reports_its_runs_as_failed_when_it_is_back(tmp_path: Path) -> None:
    here = settings_of(tmp_path)
    cloud.start_detached(here)
    shop = Shop(here)
    shop.open()
    url = queue_of_ends(shop)
    job = shop.job("cut", SLEEPER)
    run_id = shop.start(job)
    wait_until_ready(shop, job, run_id)
    wait_until_saved(tmp_path, "ends")
    os.kill(json.loads((tmp_path / "running.json").read_text())["pid"], signal.SIGKILL)
    until = time.monotonic() + 60
    while family(shop, run_id):
        assert time.monotonic() < until
        time.sleep(0.1)
    with cloud.running(here):
        run = shop.get(job, run_id)
        assert run["JobRunState"] == "FAILED"
        assert "the local cloud ended" in run["ErrorMessage"]
        assert shop.glue.get_job(JobName=job)["Job"]["Role"] == "job"
        assert told(shop, url)["jobRunId"] == run_id
