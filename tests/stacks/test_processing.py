"""The jobs: every limit set, each on code that is named after its content."""

from __future__ import annotations

import pytest

from config import environments, load
from stacks.constructs import release
from tests.stacks.synthesised import environment

JOBS = ("raw-to-bronze", "bronze-to-silver", "silver-to-gold")


@pytest.mark.parametrize("name", environments())
def test_jobs_have_version_limits_security_and_logs(name: str) -> None:
    jobs = environment(name).properties("AWS::Glue::Job")
    assert sorted(j["Name"] for j in jobs) == sorted(f"edp-{name}-{j}" for j in JOBS)
    for job in jobs:
        size = load(name).jobs.named()[job["Name"].removeprefix(f"edp-{name}-").replace("-", "_")]
        arguments = job["DefaultArguments"]
        assert job["GlueVersion"] == "6.0"
        assert job["Timeout"] == size.timeout_minutes
        assert (job["WorkerType"], job["NumberOfWorkers"]) == (size.worker_type, size.workers)
        assert job["MaxRetries"] == size.retries
        assert job["ExecutionProperty"] == {"MaxConcurrentRuns": 1}
        assert job.get("ExecutionClass") == ("FLEX" if size.flex else None)
        assert job["SecurityConfiguration"]
        assert not [name for name in arguments if "continuous" in name]
        assert arguments["--enable-job-insights"] == "true"
        assert "--enable-metrics" in arguments


@pytest.mark.parametrize("name", environments())
def test_the_groups_that_glue_writes_to_have_a_key_and_an_end(name: str) -> None:
    """Names of docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html."""
    platform = environment(name)
    groups = {g["LogGroupName"]: g for g in platform.properties("AWS::Logs::LogGroup")}
    (security,) = platform.properties("AWS::Glue::SecurityConfiguration")
    for job in JOBS:
        for kind in ("error", "output"):
            root = f"/aws-glue/jobs/{security['Name']}-role/edp-{name}-{job}"
            group = groups[f"{root}/{kind}"]
            assert group["KmsKeyId"]
            assert group["RetentionInDays"] == load(name).data.log_days
    roles = [r["RoleName"] for r in platform.properties("AWS::IAM::Role") if "RoleName" in r]
    assert {f"edp-{name}-{job}" for job in JOBS} <= set(roles)


@pytest.mark.parametrize("name", environments())
def test_jobs_are_told_their_region(name: str) -> None:
    """docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html lists what a
    script's environment has: no region.
    """
    for job in environment(name).properties("AWS::Glue::Job"):
        assert job["DefaultArguments"]["--region"] == load(name).region


@pytest.mark.parametrize("name", environments())
def test_runs_are_refused_and_not_queued(name: str) -> None:
    """docs.aws.amazon.com/glue/latest/dg/add-job.html: a run too many is refused, or with
    JobRunQueuingEnabled waits. Airflow looks again when the first has ended; a queued one would
    run for nothing.
    """
    for job in environment(name).properties("AWS::Glue::Job"):
        assert not job.get("JobRunQueuingEnabled")


@pytest.mark.parametrize("name", environments())
def test_each_job_has_a_role_of_its_own(name: str) -> None:
    roles = [str(j["Role"]) for j in environment(name).properties("AWS::Glue::Job")]
    assert len(set(roles)) == len(JOBS)


def test_logs_files_and_bookmarks_of_the_jobs_are_encrypted() -> None:
    (security,) = environment("prod").properties("AWS::Glue::SecurityConfiguration")
    encryption = security["EncryptionConfiguration"]
    assert encryption["CloudWatchEncryption"]["CloudWatchEncryptionMode"] == "SSE-KMS"
    assert encryption["S3Encryptions"][0]["S3EncryptionMode"] == "SSE-KMS"
    assert encryption["JobBookmarksEncryption"]["JobBookmarksEncryptionMode"] == "CSE-KMS"


def test_code_is_addressed_by_its_content() -> None:
    code, wheels = release.jobs(), release.glue_wheels()
    for job in environment("dev").properties("AWS::Glue::Job"):
        arguments = job["DefaultArguments"]
        assert arguments["--code-hash"] == code.hash
        assert f"/jobs/{code.hash}/lakehouse.zip" in str(arguments["--extra-py-files"])
        assert f"/jobs/{code.hash}/" in str(job["Command"]["ScriptLocation"])
        assert f"/wheels/{wheels.hash}/" in arguments["--additional-python-modules"]
        assert arguments["--python-modules-installer-option"] == "--no-index"
