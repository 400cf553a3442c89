"""Buckets: encrypted, versioned, logged, closed to the public and to plain HTTP."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from config.model import Data
from lake_protocol.quarantine import files_place

# All folders of the code bucket but `airflow/`.
CODE_FOLDERS = ("dags/", "jobs/", "wheels/")


def private_bucket(
    scope: Construct,
    zone: str,
    *,
    name: str,
    key: kms.IKey,
    logs: s3.IBucket,
    lifecycle: Sequence[s3.LifecycleRule],
    removal: cdk.RemovalPolicy,
) -> s3.Bucket:
    """A bucket for data or code."""
    return s3.Bucket(
        scope,
        zone.capitalize(),
        bucket_name=name,
        encryption=s3.BucketEncryption.KMS,
        encryption_key=key,
        # One call to the key service per bucket and hour instead of one per object.
        bucket_key_enabled=True,
        versioned=True,
        server_access_logs_bucket=logs,
        server_access_logs_prefix=f"{zone}/",
        lifecycle_rules=lifecycle,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        minimum_tls_version=1.2,
        removal_policy=removal,
        auto_delete_objects=removal == cdk.RemovalPolicy.DESTROY,
    )


def log_bucket(scope: Construct, *, name: str, days: int, removal: cdk.RemovalPolicy) -> s3.Bucket:
    """The bucket that access logs go to; S3 delivers them only under its own encryption."""
    return s3.Bucket(
        scope,
        "Logs",
        bucket_name=name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        versioned=True,
        lifecycle_rules=[
            s3.LifecycleRule(
                id="expire",
                expiration=cdk.Duration.days(days),
                noncurrent_version_expiration=cdk.Duration.days(1),
                abort_incomplete_multipart_upload_after=cdk.Duration.days(7),
            )
        ],
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        minimum_tls_version=1.2,
        removal_policy=removal,
        auto_delete_objects=removal == cdk.RemovalPolicy.DESTROY,
    )


def lifecycle(zone: str, data: Data) -> list[s3.LifecycleRule]:
    """How long the objects of a bucket stay, and where."""
    return [*_tidy(zone, data), *(_OWN[zone](data) if zone in _OWN else ())]


def _tidy(zone: str, data: Data) -> list[s3.LifecycleRule]:
    uploads = s3.LifecycleRule(
        id="uploads", abort_incomplete_multipart_upload_after=cdk.Duration.days(7)
    )
    # Each delivery writes a new version of every key, and MWAA goes on naming the one that was
    # found when its environment was last changed: what it names must not end.
    folders = CODE_FOLDERS if zone == "code" else ("",)
    old = (
        s3.LifecycleRule(
            id=f"old-versions-{folder.strip('/')}".strip("-"),
            prefix=folder or None,
            noncurrent_version_expiration=cdk.Duration.days(data.old_version_days),
        )
        for folder in folders
    )
    return [uploads, *old]


def _cooler(data: Data) -> list[s3.LifecycleRule]:
    after = cdk.Duration.days(data.infrequent_access_days)
    move = s3.Transition(storage_class=s3.StorageClass.INFREQUENT_ACCESS, transition_after=after)
    return [s3.LifecycleRule(id="cooler", transitions=[move])]


def _quarantine(data: Data) -> list[s3.LifecycleRule]:
    days = cdk.Duration.days(data.quarantine_days)
    return [s3.LifecycleRule(id="expire", prefix=f"{files_place('quarantine')}/", expiration=days)]


def _query_results(_: Data) -> list[s3.LifecycleRule]:
    week = cdk.Duration.days(7)
    return [s3.LifecycleRule(id="query-results", prefix="athena/", expiration=week)]


# Silver and gold are Iceberg tables: what a snapshot still names must not go by age. Bronze is read
# again by every build of silver, and cheaper storage charges for each byte that is read.
_OWN = {
    "raw": _cooler,
    "quarantine": _quarantine,
    "ledger": _query_results,
}
