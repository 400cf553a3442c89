"""Runs that were cut off with the cloud they ran in."""

from __future__ import annotations

import shutil
import threading

from local_cloud.cloud import wait_until_it_answers
from local_cloud.glue import runs
from local_cloud.glue.events import announce
from local_cloud.glue.runs import Run
from local_cloud.settings import current

CUT_OFF = "the local cloud ended while this run was going on"


def recover() -> None:
    """Ends runs whose processes ended with an earlier server, as stopped or failed."""
    # What is left of them may be ending just now, and write.
    shutil.rmtree(current().part("glue/work"), ignore_errors=True)
    ended = [_end(run) for run in runs.RUNS.values() if run["JobRunState"] in runs.UNFINISHED]
    threading.Thread(target=_announce, args=(ended,), daemon=True).start()


def _end(run: Run) -> Run:
    if run["JobRunState"] == "STOPPING":
        return runs.change(run["Id"], "STOPPED")
    return runs.change(run["Id"], "FAILED", ErrorMessage=CUT_OFF)


def _announce(ended: list[Run]) -> None:
    # Rules are there again when requests are answered.
    wait_until_it_answers(current())
    for run in ended:
        announce(run)
