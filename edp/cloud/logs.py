"""What jobs and DAGs have written, read from CloudWatch as on AWS."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from edp.cloud.environment import Environment
from edp.cloud.runs import airflow, job_runs
from edp.errors import EdpError
from stacks.constructs.log_group import job_log_group

SECONDS_BETWEEN_LOOKS = 1.0
PARTS_OF_AIRFLOW = {
    "scheduler": "Scheduler",
    "dag-processing": "DAGProcessing",
    "webserver": "WebServer",
    "worker": "Worker",
}


@dataclass(frozen=True)
class Line:
    """What was written, when, and into which stream."""

    at: datetime
    stream: str
    text: str


def names(environment: Environment) -> list[str]:
    """Whose logs there are: each job, each DAG, each part of Airflow."""
    dags = [d["dag_id"] for d in airflow(environment, "/dags")["dags"]]
    return [*environment.handover["jobs"], *dags, *PARTS_OF_AIRFLOW]


def lines(environment: Environment, name: str, *, follow: bool = False) -> Iterator[Line]:
    """What was written, the oldest first; with `follow`, also what will be.

    Raises:
        EdpError: nobody is called so.
    """
    if name not in names(environment):
        raise EdpError(f"no logs of {name!r}: choose one of {', '.join(names(environment))}")
    seen: set[str] = set()
    while True:
        found = [e for e in _events(environment, name) if e["eventId"] not in seen]
        seen |= {e["eventId"] for e in found}
        yield from (_line(event) for event in sorted(found, key=_moment))
        if not follow:
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _events(environment: Environment, name: str) -> Iterator[dict[str, Any]]:
    logs = environment.client("logs")
    reader = logs.get_paginator("filter_log_events")
    for group, prefix in _sources(environment, name):
        only = {"logStreamNamePrefix": prefix} if prefix else {}
        with suppress(logs.exceptions.ResourceNotFoundException):  # nothing has been written yet
            for page in reader.paginate(logGroupName=group, **only):
                yield from page["events"]


def _sources(environment: Environment, name: str) -> list[tuple[str, str]]:
    """Log groups, and what the names of their streams begin with."""
    if name in environment.handover["jobs"]:
        runs = [r.id for r in job_runs(environment) if r.name == name]
        groups = [job_log_group(environment.names, name, kind) for kind in ("error", "output")]
        return [(group, run) for run in runs for group in groups]
    group = f"airflow-{environment.names.of('airflow')}"
    if name in PARTS_OF_AIRFLOW:
        return [(f"{group}-{PARTS_OF_AIRFLOW[name]}", "")]
    return [(f"{group}-Task", f"dag_id={name}/")]


def _moment(event: dict[str, Any]) -> int:
    return int(event["timestamp"])


def _line(event: dict[str, Any]) -> Line:
    at = datetime.fromtimestamp(_moment(event) / 1000, UTC)
    return Line(at, event["logStreamName"], event["message"].rstrip("\n"))
