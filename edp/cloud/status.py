"""Where things are and how they are, at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.cloud.environment import Environment
from edp.cloud.runs import BAD, GOOD, Run, dag_runs, job_runs
from edp.cloud.waiting import what_is_missing
from edp.display.look import facts, put, seconds, table

LISTED = 8
COLOURS = {"OK": "green", "ALARM": "bold red", "INSUFFICIENT_DATA": "dim"}


def status(environment: Environment) -> dict[str, Any]:
    """As plain values."""
    return {
        "addresses": addresses(environment),
        "waiting": what_is_missing(environment),
        "jobs": [_plain(r) for r in job_runs(environment)],
        "dags": [_plain(r) for r in dag_runs(environment)],
        "alarms": _alarms(environment),
    }


def addresses(environment: Environment) -> dict[str, str]:
    """Where people and programs find it."""
    name = environment.names.of("airflow")
    airflow = environment.client("mwaa").get_environment(Name=name)["Environment"]
    return {
        "airflow": _address(airflow["WebserverUrl"]),
        "aws": environment.settings.address,
        "raw_files": environment.handover["places"]["raw"],
        "logs": str(environment.settings.folder / "logs"),
    }


def show(found: dict[str, Any], console: Console) -> None:
    """Prints it."""
    put(
        console,
        facts(**found["addresses"], waiting=found["waiting"] or "nothing: all is in the warehouse"),
        _runs("Jobs", found["jobs"]),
        _runs("DAGs", found["dags"]),
        _states(found["alarms"]),
    )


def _address(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _plain(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "state": run.state,
        "started": run.started and run.started.isoformat(timespec="seconds"),
        "seconds": round(run.seconds, 1),
        "error": run.error,
    }


def _runs(title: str, runs: Iterable[dict[str, Any]]) -> Table:
    shown = table(title, "", "State", "Started", "Time", "")
    for run in list(runs)[-LISTED:]:
        colour = "green" if run["state"] in GOOD else "bold red" if run["state"] in BAD else "cyan"
        taken = seconds(run["seconds"]) if run["seconds"] else ""
        cells = (Text(run["state"].lower(), colour), _when(run["started"]), taken, run["error"])
        shown.add_row(run["name"], *cells)
    return shown


def _states(alarms: dict[str, str]) -> Table:
    shown = table("Alarms", "", "State")
    for name, state in alarms.items():
        shown.add_row(name, Text(state.replace("_", " ").lower(), COLOURS[state]))
    return shown


def _alarms(environment: Environment) -> dict[str, str]:
    pages = environment.client("cloudwatch").get_paginator("describe_alarms").paginate()
    found = {a["AlarmName"]: a["StateValue"] for page in pages for a in page["MetricAlarms"]}
    return dict(sorted(found.items()))


def _when(text: str | None) -> str:
    if text is None:
        return ""
    ago = (datetime.now(UTC) - datetime.fromisoformat(text)).total_seconds()
    return f"{seconds(max(ago, 0))} ago"
