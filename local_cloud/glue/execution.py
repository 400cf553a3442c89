"""Carries out runs, each in a thread: from STARTING to its end, whatever that is."""

from __future__ import annotations

import logging
import threading
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from local_cloud.extension import Refusal
from local_cloud.glue import runs
from local_cloud.glue.attempt import Attempt
from local_cloud.glue.events import announce
from local_cloud.glue.jobs import JOBS, Job
from local_cloud.glue.process import RunFailed, State
from local_cloud.glue.runs import LOCK, Run

LOG = logging.getLogger(__name__)
# Of the runs of this server, what tells their threads to stop.
_stops: dict[str, threading.Event] = {}


class Outcome(NamedTuple):
    """How a run ended."""

    state: State
    message: str = ""


def start(job: Job, run: Run) -> None:
    """Carries out a run; returns at once."""
    arguments, name = (job, run, _stop_of(run)), f"glue-{run['Id'][:12]}"
    threading.Thread(target=_carry_out, args=arguments, name=name, daemon=True).start()


def stop(run: Run) -> None:
    """Stops a run; returns at once.

    Raises:
        Refusal: it has ended or is being stopped.
    """
    with LOCK:
        state = runs.RUNS[run["Id"]]["JobRunState"]
        if state not in ("STARTING", "RUNNING"):
            raise Refusal("InvalidInputException", f"run {run['Id']} is {state}")
        runs.change(run["Id"], "STOPPING")
        _stop_of(run).set()


def _stop_of(run: Run) -> threading.Event:
    return _stops.setdefault(run["Id"], threading.Event())


def _carry_out(job: Job, run: Run, stop: threading.Event) -> None:
    outcome = _outcome(job, run, stop)
    with LOCK:
        # Whatever became of a run that was to be stopped, nobody wants it started again.
        ended = _end(run, Outcome("STOPPED") if stop.is_set() else outcome)
    announce(ended)
    if job["Name"] not in JOBS:
        runs.RUNS.pop(run["Id"], None)
        return
    # Jobs that reach their limit of time are not started again.
    if ended["JobRunState"] == "FAILED" and ended["Attempt"] < job["MaxRetries"]:
        start(job, runs.begin_again(job, ended))


def _end(run: Run, outcome: Outcome) -> Run:
    del _stops[run["Id"]]
    more = {"ErrorMessage": outcome.message} if outcome.message else {}
    return runs.change(run["Id"], outcome.state, **more)


def _outcome(job: Job, run: Run, stop: threading.Event) -> Outcome:
    try:
        state = Attempt(job, run, stop).carry_out()
    except RunFailed as failure:
        return Outcome("FAILED", str(failure))
    except (ClientError, BotoCoreError) as refused:
        return Outcome("FAILED", str(refused))
    except Exception as error:
        # A run must not be running for ever because of a defect here.
        LOG.exception("run %s", run["Id"])
        return Outcome("FAILED", f"internal error of the local cloud: {error!r}")
    return Outcome(state)
