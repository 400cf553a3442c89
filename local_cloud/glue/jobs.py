"""The definitions of jobs."""

from __future__ import annotations

import time
from typing import Any

from local_cloud.extension import Refusal
from local_cloud.glue.supported import refuse_unsupported
from local_cloud.records import Records

Job = dict[str, Any]

JOBS = Records("glue", "jobs")
NUMBERS = ("MaxRetries", "Timeout", "NumberOfWorkers", "AllocatedCapacity")
DEFAULTS: Job = {
    "MaxRetries": 0,
    "Timeout": 2880,
    "JobMode": "SCRIPT",
    "ExecutionClass": "STANDARD",
    "DefaultArguments": {},
}


def create(definition: Job) -> None:
    """Keeps a new job.

    Raises:
        Refusal: there is one of this name, or it asks for what is not supported.
    """
    if definition["Name"] in JOBS:
        raise Refusal("AlreadyExistsException", f"Job {definition['Name']} already exists.")
    _put(definition, created=time.time())


def replace(definition: Job) -> None:
    """Puts another definition in place of the one there is; what it does not name is gone.

    Raises:
        Refusal: there is none, or it asks for what is not supported.
    """
    _put(definition, created=get(definition["Name"])["CreatedOn"])


def get(name: str) -> Job:
    """A job.

    Raises:
        Refusal: there is none of this name.
    """
    try:
        return JOBS[name]
    except KeyError:
        raise Refusal("EntityNotFoundException", f"Job {name} not found.") from None


def most_runs(job: Job) -> int:
    """How many runs it may have at a time."""
    return int(job["ExecutionProperty"]["MaxConcurrentRuns"])


def _put(definition: Job, *, created: float) -> None:
    job = DEFAULTS | definition
    for field in NUMBERS:
        if field in job:
            # CloudFormation hands on what stands in the template, which may be text.
            job[field] = int(job[field])
    limit = job.get("ExecutionProperty", {}).get("MaxConcurrentRuns", 1)
    job["ExecutionProperty"] = {"MaxConcurrentRuns": int(limit)}
    refuse_unsupported(job)
    JOBS[job["Name"]] = job | {"CreatedOn": created, "LastModifiedOn": time.time()}
