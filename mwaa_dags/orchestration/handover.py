"""What the stacks hand over: the values of two files that are deployed beside the DAGs.

secret.json says which secret is the warehouse's; handover.json says all else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1]
FILES = ("handover.json", "secret.json")


class HandoverError(Exception):
    """A file is missing or says something else than the DAGs expect."""


@dataclass(frozen=True)
class Job:
    """A job on Glue, and what it is started with."""

    name: str
    arguments: dict[str, str]
    timeout_minutes: int


@dataclass(frozen=True)
class Places:
    """Where in S3 things stand, as `s3://bucket/prefix`."""

    raw: str
    ledger: str
    bronze: str
    silver: str
    lineage: str
    silver_publications: str
    gold: str
    gold_publications: str
    quarantine: str
    replayed: str


@dataclass(frozen=True)
class Warehouse:
    """How the warehouse is reached, and the roles it reads the lake with."""

    workgroup: str
    database: str
    secret: str
    copy_role_arn: str
    external_role_arn: str


@dataclass(frozen=True)
class Handover:
    """One environment."""

    environment: str
    owner: str
    region: str
    places: Places
    databases: dict[str, str]
    jobs: dict[str, Job]
    queue_url: str
    warehouse: Warehouse
    topic_arn: str
    metrics_namespace: str
    dag_failures: str
    poll_seconds: int
    retries: int
    retry_seconds: int
    sweep_minutes: int


@cache
def handover() -> Handover:
    """The values of this environment.

    Raises:
        HandoverError: a file is missing or not usable.
    """
    try:
        told, secret = (json.loads((FOLDER / f).read_text(encoding="utf-8")) for f in FILES)
        return read(told, secret)
    except FileNotFoundError as error:
        raise HandoverError(
            f"{error.filename} is missing: deploy the stack handover, it writes it"
        ) from None
    except (KeyError, TypeError, ValueError) as error:
        raise HandoverError(f"{FOLDER}: {error!r}: deploy DAGs and stacks together") from error


def read(told: dict[str, Any], secret: dict[str, str]) -> Handover:
    """The content of the files, as typed values."""
    airflow = told["airflow"]
    return Handover(
        environment=told["environment"],
        owner=told["owner"],
        region=told["region"],
        places=Places(**told["places"], replayed=told["replayed"]),
        databases={layer: told["databases"][layer] for layer in ("silver", "gold")},
        jobs={name: Job(**job) for name, job in told["jobs"].items()},
        queue_url=told["queue"]["url"],
        warehouse=Warehouse(**told["warehouse"], secret=secret["arn"]),
        topic_arn=told["alarms"]["topic_arn"],
        metrics_namespace=told["metrics"]["namespace"],
        dag_failures=told["metrics"]["dag_failures"],
        poll_seconds=airflow["poll_seconds"],
        retries=airflow["retries"],
        retry_seconds=airflow["retry_seconds"],
        sweep_minutes=airflow["sweep_minutes"],
    )
