"""The same jobs run by Glue, on S3 and its catalogue, as in a folder: the same tables come out."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import boto3
import pytest

from edp.engine import engine
from edp.insights import insights
from edp.lake import Lake
from edp.published import content_hash, open_published
from edp.score import score
from generator import generate
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.job import Job
from lakehouse.storage import storage
from local_cloud.clients import variables
from local_cloud.cloud import running
from stacks.constructs import release
from tests.aws import clients_of
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.shop import BUCKET, Shop

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
JOBS = (raw_to_bronze.JOB, bronze_to_silver.JOB, silver_to_gold.JOB)
FOLDERS = {
    "lineage": "silver/lineage",
    "silver_publications": "silver/publications",
    "gold_publications": "gold/publications",
    "metrics_uri": "metrics",
}
READ = ("ledger", "silver_publications", "gold_publications")
ZONES = ("raw", "bronze", "silver", "gold", "quarantine", "ledger", "metrics")
LAYERS = ("bronze", "silver", "lineage", "quarantine", "gold")
GLUE = {"--catalog": "glue", "--database-prefix": "shop_", "--metrics-namespace": "shop"}
USER = {
    "user_id": "U99999999",
    "email": "late@example.com",
    "country": "DE",
    "signed_up_at": "2025-01-01T00:00:00Z",
    "updated_at": "2025-01-01T00:00:00Z",
}
REGION = {"LocationConstraint": "eu-central-1"}
# In a bucket, a file's version is the bucket's.
VERSIONS = ("_source_version", "source_version")

Report = dict[str, Any]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "raw"
    generate(400, 5, 1.0, folder, workers=1)
    return folder


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A cloud that clients of this process find, and the jobs in it."""
    settings = settings_of(tmp_path_factory.mktemp("cloud"))
    with running(settings), clients_of(variables(settings)), engine("sail"):
        shop = Shop(settings)
        shop.open()
        shop.role("all", {"*": "*"})
        deploy(shop)
        yield shop


def deploy(shop: Shop) -> None:
    """Makes the jobs of what is released, as the stacks do: nothing else is there for them."""
    jobs, wheels = release.jobs(), release.glue_wheels()
    for part in (jobs, wheels):
        with zipfile.ZipFile(part.path) as archive:
            for name in archive.namelist():
                shop.put(name, archive.read(name))
    for job in JOBS:
        script = f"s3://{BUCKET}/{jobs.key(f'{job.name}.py')}"
        defaults = {
            "--extra-py-files": f"s3://{BUCKET}/{jobs.key('lakehouse.zip')}",
            "--additional-python-modules": f"s3://{BUCKET}/{wheels.key('glue.gluewheels.zip')}",
            "--job-bookmark-option": "job-bookmark-disable",
        }
        shop.glue.create_job(
            Name=job.name,
            Role="all",
            DefaultArguments=defaults,
            Command={"Name": "glueetl", "ScriptLocation": script, "PythonVersion": "3"},
        )


def place(root: str, name: str) -> str:
    """Every zone is a bucket or folder of its own; some places are folders of a zone."""
    zone, _, folder = FOLDERS.get(name, name).partition("/")
    return f"{root}-{zone}/{zone}/{folder}".rstrip("/")


def arguments(job: Job, root: str) -> dict[str, str]:
    """Where a job reads and writes."""
    names = (*job.places, "metrics_uri")
    return {f"--{name.replace('_', '-')}": place(root, name) for name in names}


def run_in_glue(shop: Shop, job: Job, root: str) -> dict[str, Any]:
    """A run of a job, when it has ended."""
    run_id = shop.start(job.name, Arguments=arguments(job, root) | GLUE)
    return shop.wait(job.name, run_id)


def all_in_glue(shop: Shop, jobs: Sequence[Job] = JOBS) -> dict[str, Report]:
    """Runs jobs one after another; returns what they report."""
    reports = {}
    for job in jobs:
        run = run_in_glue(shop, job, "s3://shop")
        assert run["JobRunState"] == "SUCCEEDED", run["ErrorMessage"]
        reports[job.name] = report("s3://shop", job, run["Id"])
    return reports


def all_in_folders(root: str) -> dict[str, Report]:
    """Runs the three scripts by hand, in this process; returns what they report."""
    reports = {}
    for job in JOBS:
        given = arguments(job, root) | {"--catalog": f"{root}.db", "--JOB_RUN_ID": "by-hand"}
        script = str(ROOT / "glue_scripts" / f"{job.name}.py")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "argv", [script, *chain.from_iterable(given.items())])
            runpy.run_path(script, run_name="__main__")
        reports[job.name] = report(root, job, "by-hand")
    return reports


def report(root: str, job: Job, run_id: str) -> Report:
    """What a run reports."""
    uri = f"{place(root, 'metrics_uri')}/{job.name}/{run_id}.json"
    found: Report = json.loads(storage(root).read_text(uri))
    return found


def lake(root: str) -> Lake:
    """Where readers find it."""
    return Lake.in_buckets({n: place(root, n) for n in READ})


def hashes(root: str) -> dict[str, str]:
    """Content hash of every published table."""
    con = open_published(lake(root), "silver", "gold")
    tables = con.execute("SELECT table_schema || '.' || table_name FROM information_schema.tables")
    names = [name for (name,) in tables.fetchall()]
    return {name: content_hash(con, name, ignoring=VERSIONS) for name in names}


def fill(raw: Path, prefix: str) -> None:
    """Makes buckets and databases, as the stacks do, and puts the files into raw."""
    s3, glue = boto3.client("s3"), boto3.client("glue")
    for zone in ZONES:
        s3.create_bucket(Bucket=f"{prefix}-{zone}", CreateBucketConfiguration=REGION)
    versioned = {"Status": "Enabled"}
    s3.put_bucket_versioning(Bucket=f"{prefix}-raw", VersioningConfiguration=versioned)
    for file in sorted(p for p in raw.rglob("*") if p.is_file()):
        s3.upload_file(str(file), f"{prefix}-raw", f"raw/{file.relative_to(raw).as_posix()}")
    for name in LAYERS:
        glue.create_database(DatabaseInput={"Name": f"{prefix}_{name}"})


@pytest.fixture(scope="module")
def there(raw: Path, cloud: Shop) -> dict[str, Report]:
    """A run in buckets, with the Glue Data Catalog."""
    fill(raw, "shop")
    return all_in_glue(cloud)


@pytest.fixture(scope="module")
def here(raw: Path, cloud: Shop, folder: str) -> dict[str, Report]:
    """A run in folders."""
    shutil.copytree(raw, place(folder, "raw"))
    return all_in_folders(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("here") / "shop")


def test_the_same_tables_in_buckets_as_in_folders(
    there: dict[str, Report], here: dict[str, Report], folder: str
) -> None:
    assert hashes("s3://shop") == hashes(folder)
    for job in here:
        for figure in ("files", "records", "quarantine_ratio", "code_hash", "contracts"):
            assert there[job][figure] == here[job][figure]


def test_what_is_in_buckets_is_what_the_answer_key_says(
    there: dict[str, Report], raw: Path
) -> None:
    found = score(raw, lake("s3://shop"))
    assert [c.name for c in found.comparisons if not c.ok] == []
    assert insights(lake("s3://shop")).publication == 1


def test_refused_files_are_copied_as_they_came(there: dict[str, Report], raw: Path) -> None:
    reasons = storage("s3://").files(place("s3://shop", "quarantine") + "/files", ".reason.json")
    assert len(reasons) == there["raw_to_bronze"]["files"]["reject"]
    for reason in reasons:
        uri = json.loads(storage(reason).read_text(reason))["uri"]
        copy = boto3.client("s3").get_object(
            Bucket="shop-quarantine", Key=f"quarantine/files/{uri}"
        )
        assert copy["Body"].read() == (raw / uri).read_bytes()


def test_figures_are_in_cloudwatch(there: dict[str, Report]) -> None:
    for dataset, ratio in there["bronze_to_silver"]["quarantine_ratio"].items():
        assert figure("QuarantineRatio", Dataset=dataset) == pytest.approx([ratio])
    assert figure("GoldPublished") == [1]
    assert figure("JobFailures", Job="silver_to_gold") == []


def figure(name: str, **dimensions: str) -> list[float]:
    """All values of a figure so far."""
    now = datetime.now(UTC)
    found = boto3.client("cloudwatch").get_metric_statistics(
        Namespace="shop",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=86400,
        Statistics=["Maximum"],
    )
    return [point["Maximum"] for point in found["Datapoints"]]


def test_of_a_file_that_was_written_over_every_content_is_taken_once(
    cloud: Shop, there: dict[str, Report]
) -> None:
    """Between two runs a file came three times, the last time as it had been at first."""
    before = there["bronze_to_silver"]["records"]["users"]["bronze"]
    s3 = boto3.client("s3")
    for name in ("Ada", "Grace", "Ada"):
        line = json.dumps(USER | {"name": name})
        s3.put_object(Bucket="shop-raw", Key="raw/users/late.ndjson", Body=line.encode())
    again = all_in_glue(cloud, JOBS[:2])
    # What comes back after something else is the newest version, and counts.
    unfinished = there["raw_to_bronze"]["files"]["unfinished"]
    assert again["raw_to_bronze"]["files"] == {"accept": 3, "unfinished": unfinished}
    users = again["bronze_to_silver"]["records"]["users"]
    assert users["bronze"] == before + 3
    assert users["lineage"] == there["bronze_to_silver"]["records"]["users"]["lineage"] + 2


def test_a_job_that_fails_says_so_in_one_line_a_report_and_a_figure(cloud: Shop) -> None:
    for zone in ZONES:
        boto3.client("s3").create_bucket(Bucket=f"none-{zone}", CreateBucketConfiguration=REGION)
    run = run_in_glue(cloud, silver_to_gold.JOB, "s3://none")
    assert run["JobRunState"] == "FAILED"
    assert run["ErrorMessage"].startswith(
        "SystemExit: JobFailed: s3://none-silver/silver/publications: no silver is published"
    )
    reported = report("s3://none", silver_to_gold.JOB, run["Id"])["error"]
    assert "no silver is published" in reported
    assert figure("JobFailures", Job="silver_to_gold") == [1]
