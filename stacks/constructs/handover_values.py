"""What the DAGs have to know about their environment, as plain values."""

from __future__ import annotations

from typing import Any

from config import Config
from lake_protocol import metric_names
from lake_protocol.jobs import PLACES
from stacks.constructs.job_arguments import job_arguments, library, place_uri
from stacks.constructs.release import Release
from stacks.names import LAYERS, Names

QUEUE = "raw-arrivals"
ARRIVED = "raw-arrived"  # the rule that fills it
ALARMS = "alarms"
# Folder of a dataset in raw that files are put back into from quarantine.
REPLAYED = "replayed"


def handover_values(config: Config, code: Release) -> dict[str, Any]:
    """The content of handover.json."""
    names = Names(config)
    places = sorted({p for ps in PLACES.values() for p in ps})
    return {
        "environment": config.name,
        "owner": config.owner,
        "account": config.account,
        "region": config.region,
        "places": {p: place_uri(names, p) for p in places},
        "databases": {layer: names.database(layer) for layer in LAYERS},
        "jobs": {job: _job(job, names, code) for job in config.jobs.named()},
        "queue": {
            "name": names.of(QUEUE),
            "url": f"https://{names.host('sqs')}/{config.account}/{names.of(QUEUE)}",
        },
        "warehouse": _warehouse(names),
        "replayed": REPLAYED,
        "airflow": {
            "poll_seconds": config.airflow.poll_seconds,
            "retries": config.airflow.retries,
            "retry_seconds": config.airflow.retry_seconds,
            "sweep_minutes": config.airflow.sweep_minutes,
        },
        "alarms": {"topic_arn": names.arn("sns", names.of(ALARMS))},
        "metrics": {
            "namespace": names.metrics_namespace,
            "uri": names.uri("metrics"),
            "dag_failures": metric_names.DAG_FAILURES,
            "gold_published": metric_names.GOLD_PUBLISHED,
            "quarantine_ratio": metric_names.QUARANTINE_RATIO,
        },
    }


def _job(job: str, names: Names, code: Release) -> dict[str, Any]:
    arguments = job_arguments(job, names, code)
    # With its library in the arguments, a run takes the newest code before the job itself is
    # deployed anew: this is what makes the quick way of developing quick.
    return {
        "name": names.of(job.replace("_", "-")),
        "arguments": {**arguments, "--extra-py-files": library(names, code)},
        "timeout_minutes": names.config.jobs.named()[job].timeout_minutes,
    }


def _warehouse(names: Names) -> dict[str, str]:
    return {
        "workgroup": names.of("warehouse"),
        "database": names.config.warehouse.database,
        "copy_role_arn": names.role_arn("warehouse-copy"),
        "external_role_arn": names.role_arn("warehouse-external"),
    }
