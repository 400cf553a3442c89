"""All DAGs of all environments, as Airflow 3.2.1 sees them: imported once for all tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import environments
from edp.engine import engine
from tests.aws import aws
from tests.mwaa_dags.deployed import deliver, run_airflow

Described = dict[str, dict[str, Any]]


TALKER = """
from airflow.sdk import DAG
from orchestration.aws import client

client("s3").list_buckets()
DAG("talker", schedule=None)
"""


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> Described:
    """Environment -> errors, DAGs, and how long reading them took.

    Beside the environments there are two that nobody wants: with a DAG that talks to AWS while it
    is read, and without what the stacks hand over.
    """
    root = tmp_path_factory.mktemp("dags")
    folders = {name: deliver(name, root / name) for name in environments()}
    folders["talking"] = deliver("dev", root / "talking")
    (folders["talking"] / "talker.py").write_text(TALKER)
    folders["bare"] = deliver("dev", root / "bare")
    (folders["bare"] / "handover.json").unlink()
    ran = run_airflow(
        Path(__file__).with_name("describe.py"),
        *map(str, folders.values()),
        home=root / "home",
        AIRFLOW__OPERATORS__DEFAULT_DEFERRABLE="True",
        AWS_ACCESS_KEY_ID="nobody",
        AWS_SECRET_ACCESS_KEY="nothing",
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout.partition("DESCRIBED ")[2])
    return {name: found[str(folder)] for name, folder in folders.items()}


# Not for the whole session: what other packages start would find it in its surroundings.
@pytest.fixture(scope="package")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """S3, Glue's catalog and an engine."""
    with aws(tmp_path_factory.mktemp("aws")), engine("sail"):
        yield
