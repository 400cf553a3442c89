"""Takes jobs away, with their runs."""

from __future__ import annotations

from contextlib import suppress

from local_cloud.extension import Refusal
from local_cloud.glue import runs
from local_cloud.glue.execution import stop
from local_cloud.glue.jobs import JOBS
from local_cloud.glue.tags import drop_tags


def remove(name: str) -> None:
    """Takes a job away; it may be gone already. Runs that go on are gone when they have stopped."""
    JOBS.pop(name, None)
    drop_tags(name)
    for run in runs.of_job(name):
        with suppress(Refusal):
            stop(run)
        if run["JobRunState"] not in runs.UNFINISHED:
            runs.RUNS.pop(run["Id"], None)
