"""Why something did not come all the way, in the words of whoever refused it."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import Any

from edp.cloud.environment import Environment
from edp.cloud.logs import lines
from edp.cloud.runs import BAD, Run, dag_runs, job_runs
from edp.errors import EdpError
from stacks.constructs.alarms import UNDELIVERED

# The log of a task arrives a little later than its state.
SECONDS_UNTIL_LOGGED, SECONDS_BETWEEN_LOOKS = 15, 0.5


def raise_failures(environment: Environment, since: datetime) -> None:
    """Tells of the last run that failed since then, and of arrivals that nobody was told of.

    Raises:
        EdpError: there is such a thing.
    """
    # What failed before has been told before, and may be mended by now.
    failed = [r for r in dag_runs(environment) if r.state in BAD and r.ended and r.ended >= since]
    if failed:
        name = failed[-1].name
        raise EdpError(f"{name} failed{_why(environment, name)}; see `edp logs {name}`")
    for alarm in _undelivered(environment):
        raise EdpError(f"alarm {alarm['AlarmName']}: {alarm['AlarmDescription']}")


def _why(environment: Environment, dag: str) -> str:
    failed: list[Run] = [r for r in job_runs(environment) if r.state in BAD]
    if failed:
        return f": {failed[-1].name}: {failed[-1].error}"
    until = time.monotonic() + SECONDS_UNTIL_LOGGED
    while not (errors := _errors(environment, dag)) and time.monotonic() < until:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return f": {errors[-1]}" if errors else ""


def _errors(environment: Environment, dag: str) -> list[str]:
    return [error for line in lines(environment, dag) if (error := raised(line.text))]


def raised(line: str) -> str:
    """The exception that a line of a task's log tells of; nothing if it tells of none."""
    try:
        found = json.loads(line)["error_detail"][0]
        return f"{found['exc_type']}: {found['exc_value']}"
    except (ValueError, KeyError, IndexError, TypeError):
        return ""


def _undelivered(environment: Environment) -> list[dict[str, Any]]:
    """The alarms on events of arrived files that are raised."""
    names = [environment.names.of(alarm) for alarm in UNDELIVERED.values()]
    found: list[dict[str, Any]] = environment.client("cloudwatch").describe_alarms(
        AlarmNames=names, StateValue="ALARM"
    )["MetricAlarms"]
    return found
