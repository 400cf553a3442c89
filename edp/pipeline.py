"""The three jobs, one behind the other, on a folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from edp.engine import Engine, engine
from edp.errors import EdpError
from edp.lock import only_run
from lakehouse.job import Job, perform
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.metrics import Metrics
from lakehouse.settings import Settings


@dataclass
class Outcome:
    """What a run of the pipeline did."""

    files: dict[str, int] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    gold: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def run(raw: Path, out: Path, name: Engine, tell: Callable[[str], None]) -> Outcome:
    """Takes what is new in `raw` and builds silver and gold anew from all of bronze.

    Raises:
        EdpError: the lake cannot be used, or another run is at work on it.
        JobFailed: a job must not go on.
    """
    outcome, lake = Outcome(), out.resolve()
    if lake.is_relative_to(raw.resolve()):
        raise EdpError(f"{out} is inside {raw}: results there would be taken for raw files")
    settings = Settings.in_folder(raw, lake)
    with only_run(lake), engine(name):
        tell("raw → bronze")
        outcome.files = _timed(outcome, raw_to_bronze.JOB, settings).files
        tell("bronze → silver")
        outcome.records = _timed(outcome, bronze_to_silver.JOB, settings).records
        tell("silver → gold")
        gold = _timed(outcome, silver_to_gold.JOB, settings).records
        outcome.gold = {table: counts["gold"] for table, counts in gold.items()}
    return outcome


def _timed(outcome: Outcome, job: Job, settings: Settings) -> Metrics:
    start = time.perf_counter()
    metrics = perform(job, settings)
    outcome.seconds[job.name] = round(time.perf_counter() - start, 2)
    return metrics
