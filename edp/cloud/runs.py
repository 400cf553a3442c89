"""What has run: jobs on Glue, DAGs on Airflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from edp.cloud.environment import Environment

# As Glue and Airflow call it when a run is over.
GOOD = ("SUCCEEDED", "success")
BAD = ("FAILED", "TIMEOUT", "ERROR", "EXPIRED", "STOPPED", "failed")


@dataclass(frozen=True)
class Run:
    """A run of a job or a DAG."""

    name: str
    id: str
    state: str
    started: datetime | None
    ended: datetime | None
    error: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long it took; 0 while nobody knows."""
        if self.started is None or self.ended is None:
            return 0
        return (self.ended - self.started).total_seconds()


def job_runs(environment: Environment) -> list[Run]:
    """Runs of all jobs, the oldest first."""
    glue = environment.client("glue")
    found = [
        Run(
            job,
            run["Id"],
            run["JobRunState"],
            run.get("StartedOn"),
            run.get("CompletedOn"),
            run.get("ErrorMessage", ""),
            run["Arguments"],
        )
        for job, about in environment.handover["jobs"].items()
        for page in glue.get_paginator("get_job_runs").paginate(JobName=about["name"])
        for run in page["JobRuns"]
    ]
    return sorted(found, key=_start)


def dag_runs(environment: Environment) -> list[Run]:
    """The newest runs of all DAGs, the oldest first."""
    answer = airflow(environment, "/dags/~/dagRuns?order_by=-run_after&limit=100")
    found = [
        Run(
            r["dag_id"],
            r["dag_run_id"],
            r["state"],
            _moment(r["start_date"]),
            _moment(r["end_date"]),
        )
        for r in answer["dag_runs"]
    ]
    return sorted(found, key=_start)


def airflow(environment: Environment, path: str, method: str = "GET", **body: Any) -> Any:
    """What Airflow's REST API answers, asked through the managed service."""
    answer = environment.client("mwaa").invoke_rest_api(
        Name=environment.names.of("airflow"),
        Path=path,
        Method=method,
        **({"Body": body} if body else {}),
    )
    return answer["RestApiResponse"]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


def _start(run: Run) -> float:
    # What has not begun is the newest.
    return float("inf") if run.started is None else run.started.timestamp()
