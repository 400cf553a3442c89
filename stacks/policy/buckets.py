"""Rules for buckets: what is in them ends some day, and travels encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stacks.policy.rule import Finding, Template, is_false, rule

_BUCKET = "AWS::S3::Bucket"


@rule(
    "BucketLifecycle",
    why="without a lifecycle old versions and broken uploads are kept, and paid for, forever",
    fix="give the bucket at least one enabled lifecycle rule",
)
def no_lifecycle(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_BUCKET):
        rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
        if not any(one.get("Status") == "Enabled" for one in rules):
            yield Finding(logical_id, "Properties/LifecycleConfiguration")


@rule(
    "BucketTls",
    why="without a policy that denies it the bucket answers requests without TLS",
    fix="set enforce_ssl=True, or deny s3:* where aws:SecureTransport is false",
)
def no_tls(template: Template) -> Iterator[Finding]:
    safe = set(_buckets_with_tls_only(template))
    for logical_id, _ in template.of_type(_BUCKET):
        if logical_id not in safe:
            yield Finding(logical_id, "Properties")


def _buckets_with_tls_only(template: Template) -> Iterator[str]:
    for _, properties in template.of_type("AWS::S3::BucketPolicy"):
        bucket = properties.get("Bucket")
        statements = properties.get("PolicyDocument", {}).get("Statement", [])
        if isinstance(bucket, dict) and any(map(_denies_plain_http, statements)):
            yield bucket.get("Ref", "")


def _denies_plain_http(statement: dict[str, Any]) -> bool:
    condition = statement.get("Condition", {}).get("Bool", {})
    return (
        statement.get("Effect") == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and statement.get("Action") in ("s3:*", "*", ["s3:*"])
        and is_false(condition.get("aws:SecureTransport"))
    )


RULES = (no_lifecycle, no_tls)
