"""What a run of a job did, in figures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lakehouse.set_aside import BY_RULE


@dataclass
class Metrics:
    """Filled while the job works, so that a run that fails says how far it came.

    Attributes:
        seconds: Of each step.
        files: Number of files per verdict.
        records: Of each dataset or table: number of records at each stage.
        bytes: Size of what was read and written.
        published: The layer that was published.
        datasets: Of each dataset: whether it is published or held back, since when and why.
        aside: The files that are set aside, with their share of bad records, and why.
        notes: What people should know, a sentence each.
        built: Of each table of silver and gold: why it was built; None where it was left as it is.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    records: dict[str, dict[str, int]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    published: str | None = None
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    aside: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    built: dict[str, str | None] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Takes the time of a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - start, 3)

    def add(self, part: Metrics) -> None:
        """Takes over what a part of the job has filled in."""
        for name in ("seconds", "files", "records", "bytes", "datasets", "built"):
            getattr(self, name).update(getattr(part, name))
        self.aside += part.aside
        self.notes += part.notes

    @property
    def quarantine_ratio(self) -> dict[str, float]:
        """Share of each dataset's records that are quarantined, those that the rule sets aside too.

        Those that a person has set aside are somebody's affair already.
        """
        return {
            dataset: round(self._unusable(dataset) / max(counts["bronze"], 1), 6)
            for dataset, counts in self.records.items()
            if "quarantine" in counts
        }

    @property
    def set_aside_by_rule(self) -> list[dict[str, Any]]:
        """The files that wait for somebody's decision."""
        return [file for file in self.aside if file["by"] == BY_RULE]

    def _unusable(self, dataset: str) -> int:
        aside = sum(f["records"] for f in self.set_aside_by_rule if f["dataset"] == dataset)
        return self.records[dataset]["quarantine"] + int(aside)
