"""The three jobs, one behind the other, on a folder."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from edp.engine import Engine, engine
from edp.errors import EdpError
from edp.lock import only_run
from lakehouse.errors.failure import Incomplete
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.job import Job, perform
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings

# Patterns, parts of addresses and escapes; control characters; bytes that are no text.
UNUSABLE = re.compile(r"[*?\[\]{}#%\x00-\x1f\x7f\ud800-\udfff]")


@dataclass
class Outcome:
    """What a run of the pipeline did.

    Attributes:
        files: New files per verdict.
        records: Of each dataset: how many came in, and what became of them.
        datasets: Of each dataset: whether it is published or held back, since when and why.
        aside: The files that are set aside, and why.
        gold: Rows per table.
        seconds: Of each job.
        missing: Why the run must not pass for a success, one line each.
        notes: What people should know though nothing is wrong.
        built: Of each table of silver and gold: why it was built; None where it was left as it is.
    """

    files: dict[str, int] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    aside: list[dict[str, Any]] = field(default_factory=list)
    gold: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    built: dict[str, str | None] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def run(
    raw: Path, out: Path, name: Engine, tell: Callable[[str], None], *, full: bool = False
) -> Outcome:
    """Takes what is new in `raw` and builds what follows from it in silver and gold.

    What one job leaves undone does not keep the next from its work; the outcome says so.

    Raises:
        EdpError: the lake cannot be used, or another run is at work on it.
        JobFailed: a job must not go on.
    """
    settings, outcome = replace(lake_settings(raw, out), full=full), Outcome()
    with only_run(out.resolve()), engine(name):
        take(settings, outcome, tell)
        to_gold(settings, outcome, tell)
    return outcome


def lake_settings(raw: Path, out: Path) -> Settings:
    """The places of a lake in a folder; raises EdpError when it cannot stand there."""
    if odd := UNUSABLE.search(str(out.resolve())):
        raise EdpError(f"{out}: {odd[0]!r} in a path is misread by engines; choose another folder")
    if out.resolve().is_relative_to(raw.resolve()):
        raise EdpError(f"{out} is inside {raw}: results there would be taken for raw files")
    return Settings.in_folder(raw, out)


def take(settings: Settings, outcome: Outcome, tell: Callable[[str], None]) -> None:
    """Takes new files into bronze."""
    tell("raw → bronze")
    outcome.files = _timed(outcome, raw_to_bronze.JOB, settings).files


def to_gold(settings: Settings, outcome: Outcome, tell: Callable[[str], None]) -> None:
    """Builds what has changed of silver and gold from what is in bronze."""
    tell("bronze → silver")
    silver = _timed(outcome, bronze_to_silver.JOB, settings)
    outcome.records, outcome.datasets = silver.records, silver.datasets
    outcome.aside = silver.aside
    tell("silver → gold")
    gold = _timed(outcome, silver_to_gold.JOB, settings).records
    outcome.gold = {table: counts["gold"] for table, counts in gold.items()}


def _timed(outcome: Outcome, job: Job, settings: Settings) -> Metrics:
    start, metrics = time.perf_counter(), Metrics()
    try:
        perform(job, settings, metrics=metrics)
    except Incomplete as incomplete:
        outcome.missing += incomplete.lines
    outcome.seconds[job.name] = round(time.perf_counter() - start, 2)
    outcome.notes += metrics.notes
    outcome.built |= metrics.built
    return metrics
