"""The three jobs, one behind the other, on a folder."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import bronze_to_silver
import raw_to_bronze
import silver_to_gold

from edp.engine import Engine, engine
from edp.errors import EdpError
from edp.lock import only_run


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
    with only_run(lake), engine(name):
        tell("raw → bronze")
        entries = _timed(outcome, "raw_to_bronze", lambda: raw_to_bronze.run(raw, lake))
        outcome.files = dict(Counter(e["verdict"] for e in entries))
        tell("bronze → silver")
        outcome.records = _timed(outcome, "bronze_to_silver", lambda: bronze_to_silver.run(lake))
        tell("silver → gold")
        outcome.gold = _timed(outcome, "silver_to_gold", lambda: silver_to_gold.run(lake))
    return outcome


def _timed(outcome: Outcome, name: str, job: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = job()
    outcome.seconds[name] = round(time.perf_counter() - start, 2)
    return result
