"""The figures of a run that alarms look at."""

from __future__ import annotations

from typing import Any

from lake_protocol.metric_names import (
    FILES_SET_ASIDE,
    GOLD_PUBLISHED,
    JOB_FAILURES,
    QUARANTINE_RATIO,
)
from lakehouse.runtime.metrics import Metrics
from lakehouse.storage.surroundings import region

Figure = dict[str, Any]


def put_figures(namespace: str, job: str, metrics: Metrics, *, failed: bool) -> None:
    """Sends them to CloudWatch."""
    # Whoever works in folders need not wait for AWS's library to load.
    import boto3

    if figures := _figures(job, metrics, failed=failed):
        client = boto3.client("cloudwatch", region_name=region())
        client.put_metric_data(Namespace=namespace, MetricData=figures)


def _figures(job: str, metrics: Metrics, *, failed: bool) -> list[Figure]:
    figures = [
        _figure(QUARANTINE_RATIO, ratio, Dataset=dataset)
        for dataset, ratio in metrics.quarantine_ratio.items()
    ]
    if metrics.published == "silver":
        figures.append(_figure(FILES_SET_ASIDE, len(metrics.set_aside_by_rule)))
    if metrics.published == "gold":
        figures.append(_figure(GOLD_PUBLISHED, 1))
    if failed:
        figures.append(_figure(JOB_FAILURES, 1, Job=job))
    return figures


def _figure(name: str, value: float, **dimensions: str) -> Figure:
    named = [{"Name": key, "Value": text} for key, text in dimensions.items()]
    return {"MetricName": name, "Dimensions": named, "Value": value}
