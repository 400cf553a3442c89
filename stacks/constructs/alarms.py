"""Alarms, each of which says where its runbook is."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from config import Config
from lake_protocol import metric_names
from stacks.constructs.handover_values import ARRIVED, QUEUE
from stacks.names import Names, tables

MORE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
FEWER = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
ENOUGH = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
# What EventBridge counts of a rule when it could not deliver, and the alarm on it. Only the last
# one shows that the dead letters could not be written either.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
UNDELIVERED = {
    "FailedInvocations": "events-refused",
    "InvocationsSentToDlq": "events-in-dead-letters",
    "InvocationsFailedToBeSentToDlq": "events-lost",
}
NOT_DELIVERED = (
    "Events of arrived files did not reach the queue: its policy and that of its key have to let "
    "EventBridge in"
)


@dataclass(frozen=True)
class Watch:
    """A figure, and when it is a case for a person."""

    name: str
    what: str
    metric: cloudwatch.Metric
    threshold: float
    comparison: cloudwatch.ComparisonOperator = MORE
    periods: int = 1
    missing_is_bad: bool = False
    runbook: str = ""


def watches(config: Config) -> list[Watch]:
    """All that is watched in an environment."""
    names = Names(config)
    return [
        *(_job_failed(names, job) for job in config.jobs.named()),
        _gold_is_old(names),
        *(_quarantine(names, dataset) for dataset in tables("silver")),
        _files_set_aside(names),
        *(_not_delivered(names, figure) for figure in UNDELIVERED),
        _dead_letters(names),
        _dag_failed(names),
        _dags_not_loaded(names),
        _scheduler_is_down(names),
        _warehouse_is_full(names),
    ]


def alarm(scope: Construct, watch: Watch, config: Config) -> cloudwatch.Alarm:
    """The alarm on a figure."""
    bad, good = cloudwatch.TreatMissingData.BREACHING, cloudwatch.TreatMissingData.NOT_BREACHING
    runbook = f"{config.alarms.runbooks}/{watch.runbook or watch.name}.md"
    return cloudwatch.Alarm(
        scope,
        "".join(word.capitalize() for word in watch.name.split("-")),
        alarm_name=Names(config).of(watch.name),
        alarm_description=f"{watch.what}. What to do: {runbook}",
        metric=watch.metric,
        threshold=watch.threshold,
        comparison_operator=watch.comparison,
        evaluation_periods=watch.periods,
        treat_missing_data=bad if watch.missing_is_bad else good,
    )


def failure_rule(job: str) -> str:
    """Name of the rule that counts the failures of a job."""
    return f"{job.replace('_', '-')}-failed"


def _metric(
    namespace: str, name: str, minutes: int, statistic: str, **dimensions: str
) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        period=cdk.Duration.minutes(minutes),
        statistic=statistic,
        dimensions_map=dimensions,
    )


def _job_failed(names: Names, job: str) -> Watch:
    rule = names.of(failure_rule(job))
    figure = _metric("AWS/Events", "MatchedEvents", 5, "Sum", RuleName=rule)
    return Watch(failure_rule(job), f"A run of {job} failed", figure, 0, runbook="job-failed")


def _gold_is_old(names: Names) -> Watch:
    hours = names.config.alarms.max_age_hours
    figure = _metric(names.metrics_namespace, metric_names.GOLD_PUBLISHED, hours * 60, "Sum")
    what = f"No gold was published for {hours} hours"
    return Watch("gold-is-old", what, figure, 1, FEWER, missing_is_bad=True)


def _quarantine(names: Names, dataset: str) -> Watch:
    figure = _metric(
        names.metrics_namespace, metric_names.QUARANTINE_RATIO, 5, "Maximum", Dataset=dataset
    )
    limit = names.config.alarms.quarantine_ratio
    what = f"More than {limit:.0%} of the records of {dataset} are quarantined"
    name = f"quarantine-{dataset}"
    return Watch(name, what, figure, limit, runbook="quarantine-ratio")


def _files_set_aside(names: Names) -> Watch:
    figure = _metric(names.metrics_namespace, metric_names.FILES_SET_ASIDE, 5, "Maximum")
    what = "Files with too many bad records are set aside"
    return Watch("files-set-aside", what, figure, 0, runbook="quarantine-ratio")


def _dead_letters(names: Names) -> Watch:
    queue = names.of(QUEUE.replace("arrivals", "dead-letters"))
    figure = _metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", 5, "Maximum", QueueName=queue)
    return Watch("dead-letters", "Messages about arrived files were not handled", figure, 0)


def _not_delivered(names: Names, figure: str) -> Watch:
    what, rule = UNDELIVERED[figure], names.of(ARRIVED)
    counted = _metric("AWS/Events", figure, 5, "Sum", RuleName=rule)
    return Watch(what, NOT_DELIVERED, counted, 0, runbook="events-not-delivered")


def _dags_not_loaded(names: Names) -> Watch:
    # Also when the image could not install the requirements: it only logs that.
    figure = _metric(
        "AmazonMWAA",
        "ImportErrors",
        5,
        "Maximum",
        Function="DAG Processing",
        Environment=names.of("airflow"),
    )
    return Watch("dags-not-loaded", "A DAG cannot be imported", figure, 0)


def _dag_failed(names: Names) -> Watch:
    figure = _metric(names.metrics_namespace, metric_names.DAG_FAILURES, 5, "Sum")
    return Watch("dag-failed", "A DAG run failed", figure, 0)


def _scheduler_is_down(names: Names) -> Watch:
    figure = _metric(
        "AmazonMWAA",
        "SchedulerHeartbeat",
        5,
        "Sum",
        Function="Scheduler",
        Environment=names.of("airflow"),
    )
    what = "The scheduler of Airflow gives no sign of life"
    return Watch("scheduler-is-down", what, figure, 1, FEWER, periods=3, missing_is_bad=True)


def _warehouse_is_full(names: Names) -> Watch:
    figure = _metric(
        "AWS/Redshift-Serverless",
        "ComputeCapacity",
        5,
        "Minimum",
        Workgroup=names.of("warehouse"),
    )
    limit = names.config.warehouse.max_capacity
    what = f"The warehouse has been at its maximum of {limit} units for half an hour"
    return Watch("warehouse-is-full", what, figure, limit, ENOUGH, periods=6)
