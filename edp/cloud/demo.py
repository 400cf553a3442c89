"""Everything once, from messy files to checked figures, in a cloud that is gone afterwards."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from edp.cloud import arrivals
from edp.cloud.check import check
from edp.cloud.environment import Environment
from edp.cloud.log_groups import raise_endless
from edp.cloud.permissions import permissions, summary
from edp.cloud.runs import job_runs
from edp.cloud.steps import Steps
from edp.cloud.up import deploy, start
from edp.cloud.waiting import wait_until_loaded
from edp.display.look import done, put, seconds
from edp.generate import generate
from edp.insights import insights, write_report
from edp.insights import show as show_insights
from edp.score import Score, score, verdict

FOLDER = Path("build/demo")
RAW, REPORT = FOLDER / "raw", FOLDER / "report.html"


def demo(rows: int, seed: int, dirty: float, console: Console, notes: Console) -> bool:
    """Runs it; returns whether all figures are as the answer key says.

    Raises:
        EdpError: something failed.
    """
    steps = Steps(console, notes)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with steps.step("Generate messy files, and the answer key to them"):
        generate(RAW, rows, seed, dirty, notes)
    with ExitStack() as cloud:
        environment = deploy(start(steps, FOLDER / "cloud", cloud), steps)
        _fill(environment, steps)
        found = _score(environment, steps)
        figures, rights = insights(environment.lake), permissions(environment)
    write_report(figures, REPORT)
    console.print()
    show_insights(figures, console)
    put(console, verdict(found))
    done(console, f"IAM was enforced: {summary(rights)}")
    done(console, f"All of it in {seconds(steps.seconds)}; `edp up` does the same and stays")
    console.print(f"[bold]Report:[/] {REPORT.resolve()}", highlight=False, soft_wrap=True)
    return found.ok


def _fill(environment: Environment, steps: Steps) -> None:
    with steps.step("Put the files into the raw bucket"):
        arrivals.put(environment, RAW)
    with steps.step("Airflow, woken by their arrival, fills the warehouse") as tell:
        wait_until_loaded(environment, tell)
    for run in job_runs(environment):
        steps.part(run.name.replace("_to_", " → "), run.seconds)


def _score(environment: Environment, steps: Steps) -> Score:
    with steps.step("Hold lake and warehouse against the answer key"):
        raise_endless(environment)
        found = score(RAW, environment.lake)
        return Score((*found.comparisons, *check(environment, RAW)), found.left_out)
