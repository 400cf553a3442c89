"""Runs of jobs: what is known of each, and the states it goes through."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any

from local_cloud.extension import Refusal
from local_cloud.glue.jobs import Job, most_runs
from local_cloud.records import Records

Run = dict[str, Any]

RUNS = Records("glue", "runs")
UNFINISHED = ("STARTING", "RUNNING", "STOPPING")
# What a run has from its job, unless it is started with something else.
FROM_JOB = (
    "Timeout",
    "MaxCapacity",
    "WorkerType",
    "NumberOfWorkers",
    "SecurityConfiguration",
    "GlueVersion",
    "ExecutionClass",
)
# States are read and changed by the run's own thread, by requests and by their threads.
LOCK = threading.RLock()


def begin(job: Job, request: Run) -> Run:
    """A new run of a job.

    Raises:
        Refusal: the job has as many runs as it may have at a time.
    """
    with LOCK:
        unfinished = [r for r in of_job(job["Name"]) if r["JobRunState"] in UNFINISHED]
        if len(unfinished) >= most_runs(job):
            raise Refusal(
                "ConcurrentRunsExceededException", f"Concurrent runs exceeded for {job['Name']}"
            )
        own = {f: request.get(f, job.get(f)) for f in FROM_JOB}
        return _new(job, f"jr_{secrets.token_hex(32)}", own | _started(request))


def begin_again(job: Job, failed: Run) -> Run:
    """Another attempt, after one that failed."""
    attempt = failed["Attempt"] + 1
    first = failed["Id"].partition("_attempt_")[0]
    own = {field: failed.get(field) for field in FROM_JOB}
    again = {"Attempt": attempt, "PreviousRunId": failed["Id"]}
    return _new(job, f"{first}_attempt_{attempt}", own | _started(failed) | again)


def get(job: str, run_id: str) -> Run:
    """A run of a job.

    Raises:
        Refusal: there is none of this id.
    """
    run = RUNS.get(run_id)
    if run is None or run["JobName"] != job:
        raise Refusal("EntityNotFoundException", f"Job Run {run_id} not found for job {job}.")
    return run


def of_job(job: str) -> list[Run]:
    """All runs of a job, the newest first."""
    # One that is gone by the time it is read is passed over.
    found = (run for run_id in RUNS if (run := RUNS.get(run_id)) and run["JobName"] == job)
    return sorted(found, key=lambda run: run["StartedOn"], reverse=True)


def change(run_id: str, state: str, **more: Any) -> Run:
    """Takes a run to another state."""
    with LOCK:
        run = RUNS[run_id] | more
        run |= {"JobRunState": state, "LastModifiedOn": time.time()}
        if state not in UNFINISHED:
            run["CompletedOn"] = time.time()
            run["ExecutionTime"] = int(run["CompletedOn"] - run["StartedOn"])
        RUNS[run_id] = run
        return run


def mark_running(run_id: str) -> None:
    """Takes a run to RUNNING, unless it is being stopped already."""
    with LOCK:
        if RUNS[run_id]["JobRunState"] == "STARTING":
            change(run_id, "RUNNING")


def _started(request: Run) -> Run:
    return {"Arguments": request.get("Arguments") or {}, "StartedOn": time.time()}


def _new(job: Job, run_id: str, own: Run) -> Run:
    capacity = own["NumberOfWorkers"] or own["MaxCapacity"] or 0
    run = {
        "Id": run_id,
        "Attempt": 0,
        "JobName": job["Name"],
        "JobRunState": "STARTING",
        "LastModifiedOn": time.time(),
        "PredecessorRuns": [],
        "ExecutionTime": 0,
        "AllocatedCapacity": int(capacity),
        "LogGroupName": "/aws-glue/jobs",
    }
    RUNS[run_id] = run | {field: value for field, value in own.items() if value is not None}
    return RUNS[run_id]
