"""What SQS reports to CloudWatch: how many messages wait, are being handled, and come later."""

from __future__ import annotations

import time

from ministack.services import cloudwatch, sqs

# AWS reports every minute; a change is reported at once, so that alarms need not wait here.
SECONDS = 60
# Figure -> attribute of the queue.
FIGURES = {
    "ApproximateNumberOfMessagesVisible": "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible": "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed": "ApproximateNumberOfMessagesDelayed",
}

# Queue and figure -> when it was reported, and what.
_reported: dict[tuple[str, str], tuple[float, int]] = {}


def report() -> None:
    """Reports what changed, or was not reported for a while."""
    for queue in list(sqs._queues.values()):
        sqs._refresh_counts(queue)
        for figure, attribute in FIGURES.items():
            _report(queue["name"], figure, int(queue["attributes"][attribute]))


def _report(queue: str, figure: str, count: int) -> None:
    at, before = _reported.get((queue, figure), (0.0, -1))
    now = time.time()
    if count != before or now - at >= SECONDS:
        _reported[queue, figure] = now, count
        cloudwatch.record_metric("AWS/SQS", figure, count, "Count", {"QueueName": queue})
