"""Small objects in S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from lake_protocol.documents import Damaged

Document = TypeVar("Document")


@dataclass(frozen=True)
class Object:
    """An object, where it stands below the place that was listed, and when it was written."""

    key: str
    name: str
    modified: datetime


def parts(uri: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def listed(s3: Any, place: str, suffix: str = ".json") -> list[Object]:
    """Objects below a place, by name."""
    bucket, folder = parts(place)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{folder}/")
    found = (o for page in pages for o in page.get("Contents", ()))
    return [
        Object(o["Key"], o["Key"].removeprefix(f"{folder}/"), o["LastModified"])
        for o in found
        if o["Key"].endswith(suffix)
    ]


def versions(s3: Any, place: str) -> Iterator[dict[str, Any]]:
    """Every version of every object below a place that nobody took away."""
    bucket, folder = parts(place)
    pages = list(
        s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{folder}/")
    )
    gone = {m["Key"] for page in pages for m in page.get("DeleteMarkers", ()) if m["IsLatest"]}
    for page in pages:
        yield from (v for v in page.get("Versions", ()) if v["Key"] not in gone)


def read_document(s3: Any, bucket: str, key: str, read: Callable[[str], Document]) -> Document:
    """The document in an object.

    Args:
        s3: A client.
        bucket: Its bucket.
        key: Its key.
        read: Makes the document of its text, or raises Damaged.

    Raises:
        Damaged: it is not what it has to be; the text names it.
    """
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        return read(body.decode())
    except (Damaged, UnicodeDecodeError) as error:
        raise Damaged(f"s3://{bucket}/{key} is damaged: {error}") from error
