"""Storage in buckets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, BinaryIO

import boto3
import pyarrow.fs
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError

from lakehouse.storage import raw_bucket
from lakehouse.storage.interface import Contents, Listing
from lakehouse.storage.object_reader import open_object
from lakehouse.storage.surroundings import endpoint, region

TAKEN = ("PreconditionFailed", "ConditionalRequestConflict")
MISSING = ("404", "NoSuchKey", "NoSuchVersion")
KEYS_PER_REQUEST = 1000


class S3:
    """Objects; see `lakehouse.storage.interface` for what each method is for."""

    def raw_files(self, place: str, contents: Contents | None = None) -> Listing:
        return raw_bucket.raw_files(client(), *parts(place))

    def open_raw(self, path: str, version: str) -> BinaryIO:
        return open_object(client(), *parts(path), version)

    def stamp(self, path: str) -> str:
        # A version never changes.
        return ""

    def files(self, place: str, suffix: str) -> list[str]:
        bucket, folder = parts(place)
        pages = (
            client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{folder}/")
        )
        keys = (item["Key"] for page in pages for item in page.get("Contents", ()))
        return sorted(f"s3://{bucket}/{key}" for key in keys if key.endswith(suffix))

    def arrow(self, path: str) -> tuple[pyarrow.fs.FileSystem, str]:
        return filesystem(), path.removeprefix("s3://")

    def make_room(self, path: str) -> None:
        """Objects need no folders."""

    def read_text(self, path: str) -> str:
        try:
            text: bytes = client().get_object(**address(path))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                raise FileNotFoundError(path) from error
            raise
        return text.decode("utf-8")

    def write_text(self, path: str, text: str) -> None:
        client().put_object(**address(path), Body=text.encode())

    def create_text(self, path: str, text: str) -> None:
        try:
            client().put_object(**address(path), Body=text.encode(), IfNoneMatch="*")
        except ClientError as error:
            if error.response["Error"]["Code"] in TAKEN:
                raise FileExistsError(path) from error
            raise

    def move(self, path: str, to: str) -> None:
        self.write_text(to, self.read_text(path))
        self.delete(path)

    def delete(self, path: str) -> None:
        client().delete_object(**address(path))

    def delete_below(self, place: str) -> None:
        bucket, _ = parts(place)
        for keys in _batches([parts(path)[1] for path in self.files(place, "")]):
            request = {"Objects": [{"Key": key} for key in keys], "Quiet": True}
            failed = client().delete_objects(Bucket=bucket, Delete=request).get("Errors")
            if failed:
                raise PermissionError(f"s3://{bucket}/{failed[0]['Key']}: {failed[0]['Message']}")

    def mark(self, path: str) -> str | None:
        try:
            tag: str = client().head_object(**address(path))["ETag"]
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise
        return tag.strip('"')


@cache
def client() -> Any:
    """One for all: making it takes as long as a few requests."""
    return boto3.client("s3", endpoint_url=endpoint(), region_name=region())


def filesystem() -> pyarrow.fs.S3FileSystem:
    """Arrow's way to S3, under the credentials that boto3 has.

    boto3 renews those of a role a quarter of an hour before they end; the next file that is opened
    is then opened with the new ones.
    """
    return _filesystem(endpoint(), region(), _credentials())


@lru_cache(maxsize=1)
def _filesystem(
    endpoint: str | None, region: str | None, keys: ReadOnlyCredentials | None
) -> pyarrow.fs.S3FileSystem:
    given = (
        {}
        if keys is None
        else {
            "access_key": keys.access_key,
            "secret_key": keys.secret_key,
            "session_token": keys.token,
        }
    )
    return pyarrow.fs.S3FileSystem(endpoint_override=endpoint, region=region, **given)


def _credentials() -> ReadOnlyCredentials | None:
    session = boto3.DEFAULT_SESSION or boto3.setup_default_session() or boto3.DEFAULT_SESSION
    found = session.get_credentials()
    return found and found.get_frozen_credentials()


def parts(path: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`."""
    bucket, _, key = path.removeprefix("s3://").partition("/")
    return bucket, key


def address(path: str) -> dict[str, str]:
    """Bucket and key, as requests name them."""
    bucket, key = parts(path)
    return {"Bucket": bucket, "Key": key}


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), KEYS_PER_REQUEST):
        yield keys[start : start + KEYS_PER_REQUEST]
