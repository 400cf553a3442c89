"""Takes jobs away."""

from __future__ import annotations

from local_cloud.glue import runs
from local_cloud.glue.execution import stop
from local_cloud.glue.jobs import JOBS
from local_cloud.glue.tags import drop_tags


def remove(name: str) -> None:
    """Takes a job away and stops its runs; it may be gone already."""
    JOBS.pop(name, None)
    drop_tags(name)
    for run in runs.of_job(name):
        if run["JobRunState"] in ("STARTING", "RUNNING"):
            stop(run)
