"""Which key S3 uses for an object, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from ministack.services import s3

from local_cloud.iam.check import Check, Request

DECRYPT, NEW_KEY = "kms:Decrypt", "kms:GenerateDataKey"
ALGORITHM = "x-amz-server-side-encryption"
KEY = f"{ALGORITHM}-aws-kms-key-id"
COPIED = "x-amz-copy-source"

# An action, and the key as whoever named it wrote it; None where no customer's key is used.
Use = tuple[str, str | None]


def uses(check: Check, request: Request) -> list[Use]:
    """What a call does with keys."""
    bucket, name = _place(check.resource)
    # What a HEAD tells is not encrypted.
    if check.operation in ("GetObject", "GetObjectVersion") and request.method != "HEAD":
        if COPIED not in request.headers:
            # In the resource, ministack leaves out slashes that follow each other.
            name = request.path.lstrip("/").partition("/")[2]
        return [(DECRYPT, _of_object(bucket, name, _version(request)))]
    return _of_write(bucket, request) if check.operation == "PutObject" else []


def encrypted_thing(check: Check) -> str:
    """What a key is bound to: the object, or the bucket where one key serves the whole bucket."""
    bucket, _ = _place(check.resource)
    one_for_all = "<BucketKeyEnabled>true" in str(s3._bucket_encryption.get(bucket))
    return f"arn:aws:s3:::{bucket}" if one_for_all else check.resource


def _of_write(bucket: str, request: Request) -> list[Use]:
    if upload := request.parameter("uploadId"):
        # Parts are read again when they are put together.
        return [(DECRYPT, _of(s3._multipart_uploads.get(upload)))]
    key = _for_new(bucket, request)
    begins_parts = "uploads" in request.query
    return [(NEW_KEY, key), (DECRYPT, key)] if begins_parts else [(NEW_KEY, key)]


def _for_new(bucket: str, request: Request) -> str | None:
    asked = request.headers if ALGORITHM in request.headers else None
    found = asked or s3._bucket_default_sse_headers(bucket)
    key: str | None = found.get(KEY)
    return key


def _version(request: Request) -> str:
    of_source = request.headers.get(COPIED, "").partition("?")[2]
    return parse_qs(of_source).get("versionId", [""])[0] or request.parameter("versionId")


def _of_object(bucket: str, name: str, version: str) -> str | None:
    if version:
        versions = s3._object_versions.get((bucket, name)) or []
        return next((_of(v) for v in versions if v["version_id"] == version), None)
    return _of((s3._buckets.get(bucket) or {"objects": {}})["objects"].get(name))


def _of(stored: Mapping[str, Any] | None) -> str | None:
    return stored["preserved_headers"].get(KEY) if stored else None


def _place(arn: str) -> tuple[str, str]:
    bucket, _, name = arn.removeprefix("arn:aws:s3:::").partition("/")
    return bucket, name
