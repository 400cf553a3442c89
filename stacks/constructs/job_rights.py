"""What each job may touch, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from stacks.constructs.access import (
    READ,
    READ_TABLES,
    READ_VERSIONS,
    WRITE,
    WRITE_TABLES,
    allow,
    catalog,
    decrypt,
    encrypt,
    listing,
    metrics,
    objects,
)
from stacks.names import Names

# Where Glue itself reports how a job is doing, under the job's role.
GLUE_METRICS = "Glue"

Rights = list[iam.PolicyStatement]


def job_rights(job: str, names: Names, *, data_key: kms.IKey, operations_key: kms.IKey) -> Rights:
    """The rights of a job's role."""
    return [
        *_OF[job](names),
        objects(names, "metrics", ["s3:PutObject"]),
        metrics(names.metrics_namespace, GLUE_METRICS),
        encrypt(data_key),
        decrypt(operations_key),
        *_code(names),
        _logs(names),
    ]


def _raw_to_bronze(names: Names) -> Rights:
    return [
        listing(names, "raw", ["s3:ListBucket", "s3:ListBucketVersions"]),
        objects(names, "raw", READ_VERSIONS),
        *_writes(names, "bronze"),
        *_writes(names, "quarantine"),
        *_writes(names, "ledger"),
        *catalog(names, "bronze", WRITE_TABLES),
    ]


def _bronze_to_silver(names: Names) -> Rights:
    return [
        *_reads(names, "bronze"),
        *_reads(names, "ledger"),
        *_writes(names, "silver"),
        *_writes(names, "quarantine"),
        *catalog(names, "bronze", READ_TABLES),
        *catalog(names, "silver", WRITE_TABLES),
        *catalog(names, "lineage", WRITE_TABLES),
        *catalog(names, "quarantine", WRITE_TABLES),
    ]


def _silver_to_gold(names: Names) -> Rights:
    return [
        *_reads(names, "silver"),
        *_writes(names, "gold"),
        *catalog(names, "gold", WRITE_TABLES),
    ]


_OF: dict[str, Callable[[Names], Rights]] = {
    "raw_to_bronze": _raw_to_bronze,
    "bronze_to_silver": _bronze_to_silver,
    "silver_to_gold": _silver_to_gold,
}


def _reads(names: Names, zone: str) -> Rights:
    return [listing(names, zone), objects(names, zone, READ)]


def _writes(names: Names, zone: str) -> Rights:
    return [listing(names, zone), objects(names, zone, WRITE)]


def _code(names: Names) -> Rights:
    bucket = names.bucket_arn("code")
    return [allow(["s3:GetObject"], f"{bucket}/jobs/*", f"{bucket}/wheels/*")]


def _logs(names: Names) -> iam.PolicyStatement:
    # Glue names the groups itself, after configuration and role.
    return allow(
        [
            "logs:AssociateKmsKey",
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ],
        names.arn("logs", "log-group:/aws-glue/jobs/*"),
    )
