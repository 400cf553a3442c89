"""A job, and what every run of a job has in common: it is reported, whatever becomes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from contracts import load_layer
from lake_protocol.jobs import PLACES
from lakehouse.errors.causes import limit
from lakehouse.runtime.cloudwatch import put_figures
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.storage.json_file import write_json
from lakehouse.storage.surroundings import work_in


@dataclass(frozen=True)
class Job:
    """What a job is.

    Attributes:
        layers: Whose contracts it works by.
    """

    name: str
    layers: tuple[str, ...]
    run: Callable[[Settings, Metrics], object]

    @property
    def places(self) -> tuple[str, ...]:
        """The settings it cannot do without."""
        return PLACES[self.name]


def perform(
    job: Job, settings: Settings, run_id: str | None = None, metrics: Metrics | None = None
) -> Metrics:
    """Runs a job and reports the run.

    Args:
        job: The job.
        settings: What it is told.
        run_id: The run's id, where the surroundings give one.
        metrics: What is to be filled, for whoever wants to see it even if the job fails.

    Raises:
        JobFailed: as the job says.
    """
    if settings.region:
        work_in(settings.region)
    metrics, started = metrics or Metrics(), datetime.now(UTC)
    run_id = run_id or f"{started:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    about = {
        "job": job.name,
        "run_id": run_id,
        "code_hash": settings.code_hash,
        "contracts": {c.id: c.version for layer in job.layers for c in load_layer(layer)},
        "places": {name: _absolute(getattr(settings, name)) for name in job.places},
        "started_at": started.isoformat(),
    }
    try:
        job.run(settings, metrics)
    except Exception as error:
        _report_failure(job, settings, about, metrics, error)
        raise
    _report(job, settings, about | {"error": None}, metrics)
    return metrics


def _absolute(place: str) -> str:
    return place if "://" in place else str(Path(place).absolute())


def _report_failure(
    job: Job, settings: Settings, about: dict[str, Any], metrics: Metrics, error: Exception
) -> None:
    try:
        _report(job, settings, about | {"error": f"{type(error).__name__}: {error}"}, metrics)
    except Exception as unreported:
        # Whatever hinders the report must not take the place of what was to be reported.
        if limit(error) is None:
            print(f"the run could not be reported: {unreported}", file=sys.stderr)


def _report(job: Job, settings: Settings, about: dict[str, Any], metrics: Metrics) -> None:
    report = {
        **about,
        "finished_at": datetime.now(UTC).isoformat(),
        **asdict(metrics),
        "quarantine_ratio": metrics.quarantine_ratio,
    }
    write_json(f"{settings.metrics_uri}/{job.name}/{about['run_id']}.json", report)
    if settings.metrics_namespace:
        put_figures(settings.metrics_namespace, job.name, metrics, failed=bool(about["error"]))
