"""What the platform wants to reach, as ratios of figures of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.contenders import DUCKDB, SAIL, SPARK, TUTORIAL
from benchmarks.runs import Runs


@dataclass(frozen=True)
class Target:
    """A ratio that should be at most `limit`."""

    name: str
    limit: float
    value: float

    @property
    def met(self) -> bool:
        """Whether it is."""
        return self.value <= self.limit


def targets(runs: Mapping[str, Runs], smaller: Mapping[str, Runs] | None = None) -> list[Target]:
    """The targets about which these runs say something.

    Args:
        runs: all runs, by contender.
        smaller: runs on a quarter of the rows.
    """
    found = []
    if SAIL.name in runs and DUCKDB.name in runs:
        ratio = runs[SAIL.name].seconds / runs[DUCKDB.name].seconds
        found.append(Target("wall time: platform on Sail / DuckDB SQL", 2.0, ratio))
    if SPARK.name in runs and TUTORIAL.name in runs:
        ratio = runs[SPARK.name].cpu_seconds / runs[TUTORIAL.name].cpu_seconds
        found.append(Target("processor time: platform on Spark / tutorial Spark", 0.2, ratio))
    if smaller and SAIL.name in runs and SAIL.name in smaller:
        ratio = runs[SAIL.name].peak_bytes / smaller[SAIL.name].peak_bytes
        found.append(Target("memory of the platform on Sail: 4 times the rows / once", 1.25, ratio))
    return found
