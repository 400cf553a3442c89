"""Buckets: ministack leaves out tags and encryption, and deletes a bucket that is not empty."""

from __future__ import annotations

from local_cloud.clients import client
from local_cloud.extension import Properties, extend_resource

KIND = "AWS::S3::Bucket"


def register() -> None:
    """Mends the type."""
    extend_resource(KIND, made=_configure, going=_delete, tagged=True)


def _configure(name: str, properties: Properties) -> Properties:
    s3 = client("s3")
    # S3 takes no tags of AWS's own from anybody.
    tags = [t for t in properties.get("Tags", ()) if not t["Key"].startswith("aws:")]
    if tags:
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    else:
        s3.delete_bucket_tagging(Bucket=name)
    if encryption := properties.get("BucketEncryption"):
        rules = [_rule(r) for r in encryption["ServerSideEncryptionConfiguration"]]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    else:
        s3.delete_bucket_encryption(Bucket=name)
    return {}


def _rule(rule: Properties) -> Properties:
    found = {"BucketKeyEnabled": str(rule.get("BucketKeyEnabled", "")).lower() == "true"}
    if default := rule.get("ServerSideEncryptionByDefault"):
        found["ApplyServerSideEncryptionByDefault"] = default
    return found


def _delete(name: str) -> None:
    s3 = client("s3")
    try:
        s3.delete_bucket(Bucket=name)
    except s3.exceptions.NoSuchBucket:
        return
