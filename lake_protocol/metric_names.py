"""The metrics that jobs and DAGs report to CloudWatch, and alarms look at."""

from __future__ import annotations

# Share of a dataset's records that a run quarantined; dimension Dataset.
QUARANTINE_RATIO = "QuarantineRatio"
# How many files the rule sets aside, and nobody has decided on yet.
FILES_SET_ASIDE = "FilesSetAside"
# 1 whenever a build of gold was published.
GOLD_PUBLISHED = "GoldPublished"
# 1 whenever a run of a job failed; dimension Job.
JOB_FAILURES = "JobFailures"
# 1 whenever a DAG run failed for good.
DAG_FAILURES = "DagFailures"
