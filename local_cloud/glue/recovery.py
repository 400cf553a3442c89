"""Runs that were cut off with the cloud they ran in."""

from __future__ import annotations

import shutil

from local_cloud.glue import runs
from local_cloud.settings import current

CUT_OFF = "the local cloud ended while this run was going on"


def recover() -> None:
    """Ends, in the records, runs whose processes ended with an earlier server."""
    # What is left of them may be ending just now, and write.
    shutil.rmtree(current().part("glue/work"), ignore_errors=True)
    for run in list(runs.RUNS.values()):
        if run["JobRunState"] == "STOPPING":
            runs.change(run["Id"], "STOPPED")
        elif run["JobRunState"] in runs.UNFINISHED:
            runs.change(run["Id"], "FAILED", ErrorMessage=CUT_OFF)
