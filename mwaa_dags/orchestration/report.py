"""Tells people that a DAG run failed for good: a figure for the alarm, a message to the topic."""

from __future__ import annotations

from typing import Any

from orchestration.aws import client
from orchestration.handover import handover

LONGEST_SUBJECT = 100


def report_failure(context: Any) -> None:
    """For `on_failure_callback` of a DAG."""
    told = handover()
    dag, run = context["dag"].dag_id, context["run_id"]
    # The figure first: the alarm on it tells people even where the message does not get through.
    client("cloudwatch").put_metric_data(
        Namespace=told.metrics_namespace,
        MetricData=[{"MetricName": told.dag_failures, "Value": 1, "Unit": "Count"}],
    )
    client("sns").publish(
        TopicArn=told.topic_arn,
        Subject=f"{told.environment}: {dag} failed"[:LONGEST_SUBJECT],
        Message="\n".join(
            (
                f"Run {run} of the DAG {dag} failed: {context.get('reason') or 'no reason given'}.",
                f"Last task: {_last_task(context)}.",
                "The last publication stays in place; readers see nothing of the failed run.",
                "What to do: docs/operations/runbooks/dag-failed.md",
            )
        ),
    )


def _last_task(context: Any) -> str:
    task = context.get("ti")
    return "unknown" if task is None else f"{task.task_id}, try {task.try_number}"
