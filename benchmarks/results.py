"""All that was found out, as one JSON document."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.data import Data
from benchmarks.equality import Equality
from benchmarks.runs import Runs
from benchmarks.targets import Target

PACKAGES = ("duckdb", "pysail", "pyspark", "pyarrow", "pyiceberg")


def results(
    parameters: Mapping[str, object],
    runs: Mapping[str, Runs],
    smaller: Mapping[str, Runs],
    equality: Mapping[str, Sequence[Equality]],
    targets: Sequence[Target],
) -> dict[str, Any]:
    """The document; sizes in bytes, times in seconds."""
    data = next(iter(runs.values())).data
    return {
        "machine": _machine(),
        "versions": {name: version(name) for name in PACKAGES} | _python(),
        "parameters": dict(parameters),
        "data": _data(data),
        "contenders": {name: _figures(run) for name, run in runs.items()},
        "quarter_of_the_rows": {name: _figures(run) for name, run in smaller.items()},
        "equality": {
            name: [asdict(e) | {"equal": e.equal, "share": round(e.share, 6)} for e in found]
            for name, found in equality.items()
        },
        "targets": [asdict(t) | {"value": round(t.value, 3), "met": t.met} for t in targets],
    }


def _machine() -> dict[str, object]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "system": f"{platform.system()} {platform.machine()}",
        "load": [round(x, 2) for x in os.getloadavg()],
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _python() -> dict[str, str]:
    return {"python": platform.python_version()}


def _data(data: Data) -> dict[str, Any]:
    return {k: v for k, v in asdict(data).items() if k != "raw"}


def _figures(run: Runs) -> dict[str, Any]:
    return {
        "seconds": round(run.seconds, 3),
        "cpu_seconds": round(run.cpu_seconds, 3),
        "peak_bytes": run.peak_bytes,
        "rows_per_second": round(run.rows_per_second),
        "cpu_seconds_per_gb": round(run.cpu_seconds_per_gb, 2),
        "cpu_seconds_per_decompressed_gb": round(run.cpu_seconds_per_decompressed_gb, 2),
        "stages": run.stages,
        "rows": run.data.rows,
        "runs": [
            {
                "seconds": round(m.seconds, 3),
                "cpu_seconds": round(m.cpu_seconds, 3),
                "peak_bytes": m.peak_bytes,
            }
            for m in run.measured
        ],
    }
