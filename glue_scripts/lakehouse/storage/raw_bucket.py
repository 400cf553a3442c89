"""The files that wait in a raw bucket: every version of every object that nobody took away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from lake_protocol.raw_names import is_data, is_unfinished
from lakehouse.errors.failure import JobFailed
from lakehouse.storage.interface import Listing, RawFile

MOMENT = timedelta(microseconds=1)
Version = dict[str, Any]
NO_VERSION = "null"


def raw_files(client: Any, bucket: str, folder: str) -> Listing:
    """The versions below a folder, as `Storage.raw_files` says.

    An object that was written over before anybody took it is not lost: both versions are here.
    """
    pages = client.get_paginator("list_object_versions").paginate(
        Bucket=bucket, Prefix=f"{folder}/"
    )
    try:
        listed = list(pages)
    except ClientError as error:
        said = error.response["Error"]
        raise JobFailed(
            f"s3://{bucket}/{folder}: cannot be listed ({said['Code']}: {said['Message']})"
        ) from error
    removed = {m["Key"] for page in listed for m in page.get("DeleteMarkers", ()) if m["IsLatest"]}
    versions = (v for page in listed for v in page.get("Versions", ()) if v["Key"] not in removed)
    found = list(_files(versions, bucket, f"{folder}/"))
    # The newest version of an object is listed first. Moments are whole seconds, so that several
    # versions may have one, and have to stay in their order.
    found.reverse()
    found.sort(key=lambda f: (f.uri, f.arrived_at))
    whole = _one_after_the_other(f for f in found if not is_unfinished(f.uri))
    return Listing(list(whole), sorted({f.uri for f in found if is_unfinished(f.uri)}))


def _one_after_the_other(files: Iterable[RawFile]) -> Iterator[RawFile]:
    """The same files, each version a moment later than the one before."""
    before = None
    for file in files:
        if before and before.uri == file.uri and before.arrived_at >= file.arrived_at:
            file = replace(file, arrived_at=before.arrived_at + MOMENT)
        before = file
        yield file


def _files(versions: Iterator[Version], bucket: str, prefix: str) -> Iterator[RawFile]:
    for version in versions:
        uri = version["Key"].removeprefix(prefix)
        if not is_data(uri):
            continue
        if version["VersionId"] == NO_VERSION:
            raise JobFailed(
                f"s3://{bucket}/{version['Key']}: has no version, so nobody would see it change; "
                "turn on versioning of the bucket and put the file there again"
            )
        yield RawFile(
            uri=uri,
            path=f"s3://{bucket}/{version['Key']}",
            version=version["VersionId"],
            stamp="",
            arrived_at=version["LastModified"],
            size=version["Size"],
            content=version["ETag"].strip('"'),
        )
