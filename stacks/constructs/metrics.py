"""The figures that jobs and DAGs report, by name."""

from __future__ import annotations

from stacks.names import Names

# Share of a dataset's records that a run quarantined; dimension Dataset.
QUARANTINE_RATIO = "QuarantineRatio"
# How many files the rule sets aside, and nobody has decided on yet.
FILES_SET_ASIDE = "FilesSetAside"
# 1 whenever a build of gold was published.
GOLD_PUBLISHED = "GoldPublished"
# 1 whenever a DAG run failed for good.
DAG_FAILURES = "DagFailures"


def namespace(names: Names) -> str:
    """Where an environment's figures stand in CloudWatch."""
    return names.of("")[:-1]
