"""What a run of a job did, in figures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Metrics:
    """Filled while the job works, so that a run that fails says how far it came.

    Attributes:
        seconds: Of each step.
        files: Number of files per verdict.
        records: Of each dataset or table: number of records at each stage.
        bytes: Size of what was read and written.
        published: The layer that was published.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    records: dict[str, dict[str, int]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    published: str | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Takes the time of a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - start, 3)

    @property
    def quarantine_ratio(self) -> dict[str, float]:
        """Share of each dataset's records that were quarantined, where that was judged."""
        return {
            dataset: round(counts["quarantine"] / counts["bronze"], 6) if counts["bronze"] else 0.0
            for dataset, counts in self.records.items()
            if "quarantine" in counts
        }
