"""Runs the contenders, one after the other and as often as wished."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.contenders import Contender
from benchmarks.data import Data
from benchmarks.measure import Measured, measure

GB = 10**9
Tell = Callable[[str], None]


@dataclass
class Runs:
    """All runs of one contender on one set of data; figures are medians, memory is the maximum."""

    contender: Contender
    data: Data
    out: Path
    measured: list[Measured] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Wall time."""
        return median(m.seconds for m in self.measured)

    @property
    def cpu_seconds(self) -> float:
        """Processor time, user and system, of all processes."""
        return median(m.cpu_seconds for m in self.measured)

    @property
    def peak_bytes(self) -> int:
        """Memory."""
        return max(m.peak_bytes for m in self.measured)

    @property
    def rows_per_second(self) -> float:
        """Records read per second of wall time."""
        return self.data.rows / self.seconds

    @property
    def cpu_seconds_per_gb(self) -> float:
        """Processor seconds per 10^9 bytes as they lie there."""
        return self.cpu_seconds / self.data.bytes * GB

    @property
    def cpu_seconds_per_decompressed_gb(self) -> float:
        """Processor seconds per 10^9 bytes of content."""
        return self.cpu_seconds / self.data.decompressed_bytes * GB

    @property
    def stages(self) -> dict[str, float]:
        """Wall seconds of the platform's jobs, of its quickest run; nothing for others."""
        if not self.contender.name.startswith("platform"):
            return {}
        quickest = min(self.measured, key=lambda m: m.seconds)
        return dict(json.loads(quickest.output.splitlines()[-1])["seconds"])


def run_all(
    contenders: Sequence[Contender], data: Data, out: Path, times: int, tell: Tell
) -> dict[str, Runs]:
    """Every contender in turn, then all again, so that a slow minute of the machine hits all.

    Raises:
        RunFailed: one of them did not come to its end.
    """
    runs = {c.name: Runs(c, data, out / c.name) for c in contenders}
    for turn in range(times):
        for run in runs.values():
            tell(f"{run.contender.title} ({turn + 1} of {times})")
            shutil.rmtree(run.out, ignore_errors=True)
            command = run.contender.command(data.raw, run.out)
            log = out / f"{run.contender.name}.log"
            run.measured.append(measure(command, log, run.contender.environment()))
    return runs
