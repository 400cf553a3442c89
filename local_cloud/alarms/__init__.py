"""CloudWatch alarms that are really evaluated, and the figures that services report themselves."""

from __future__ import annotations

from local_cloud import background
from local_cloud.alarms import evaluation, queues

SECONDS = 2.0


def register() -> None:
    """Evaluates all alarms from time to time, and whenever a figure is put."""
    evaluation.install()
    background.every(SECONDS, "alarms", lambda: background.between_requests(_tick))


def _tick() -> None:
    queues.report()
    evaluation.evaluate_all()
