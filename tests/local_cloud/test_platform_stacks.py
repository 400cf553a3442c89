"""This platform's stacks in the local cloud: they come up, stay as they are, change in seconds, go.

A real Airflow comes up with them, so this is slow.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.cdk import Cdk, synth
from local_cloud.clients import client
from local_cloud.cloud import free_port, running
from local_cloud.inventory import added, inventory
from local_cloud.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
AIRFLOW = ROOT / "build" / "airflow" / "bin" / "python"
LOCAL = {"env": "local"}
CODE = "edp-local-code-000000000000-eu-central-1"
STACKS = 9


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    account, region = "000000000000", "eu-central-1"  # as in config/local.toml
    folder, port = tmp_path_factory.mktemp("cloud"), free_port()
    with running(
        Settings(
            folder=folder,
            port=port,
            account=account,
            region=region,
            glue_python=Path(sys.executable),
            airflow_python=AIRFLOW,
        )
    ) as settings:
        yield settings


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as far as the stacks need it, to be edited."""
    folder = tmp_path_factory.mktemp("source")
    for path in ROOT.iterdir():
        if path.name in ("cdk_app.py", "cdk.json"):
            shutil.copy(path, folder)
        elif path.name in ("glue_scripts", "mwaa_dags"):
            shutil.copytree(path, folder / path.name)
        elif not path.name.startswith(".") or path.name == ".venv":
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def stacks(settings: Settings, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Cdk:
    out = synth(source, tmp_path_factory.mktemp("synth") / "out", LOCAL)
    cdk = Cdk(settings=settings, app=out, context={})
    cdk.bootstrap()
    return cdk


def test_all_stacks(settings: Settings, source: Path, stacks: Cdk) -> None:
    """One story, as its steps need each other and each takes its time."""
    before = inventory(settings)
    said = stacks.deploy()
    assert len(re.findall("✅  edp-local-", said)) == STACKS
    assert "Number of stacks with differences: 0" in stacks.diff()
    assert stacks.deploy().count("(no changes)") == STACKS
    a_changed_script_arrives_in_seconds(settings, source)
    stacks.destroy()
    assert added(before, inventory(settings)) == {}


def a_changed_script_arrives_in_seconds(settings: Settings, source: Path) -> None:
    """Delivers like docs/operations/deploy.md says under "Quickly, while developing"."""
    for path in ("glue_scripts/lakehouse/dedupe.py", "mwaa_dags/raw_ingest.py"):
        with (source / path).open("a") as file:
            file.write("# edited\n")
    had = code_files(settings)
    cdk = Cdk(settings=settings, app=source, context=LOCAL)
    said = cdk.deploy("edp-local-handover", hotswap=True)
    # Code and DAGs; not the wheels, which take most of the time.
    assert said.count("hotswapped!") == 2
    new = {re.sub("[0-9a-f]{16}", "*", key) for key, _ in code_files(settings) - had}
    assert {"jobs/*/lakehouse.zip", "dags/raw_ingest.py", "dags/handover.json"} <= new
    s3 = client("s3", settings=settings)
    assert b"# edited" in s3.get_object(Bucket=CODE, Key="dags/raw_ingest.py")["Body"].read()


def code_files(settings: Settings) -> set[tuple[str, str]]:
    """Key and hash of each file that was delivered."""
    pages = client("s3", settings=settings).get_paginator("list_objects_v2").paginate(Bucket=CODE)
    return {(o["Key"], o["ETag"]) for page in pages for o in page.get("Contents", ())}
