"""Objects in S3, read under a role's credentials."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from local_cloud.clients import Credentials, client
from local_cloud.redshift.errors import SqlError


class Address(NamedTuple):
    """Where an object is."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def address(uri: str) -> Address:
    """The address that a text means.

    Raises:
        SqlError: it is none.
    """
    bucket, slash, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not slash:
        raise SqlError(f"invalid S3 address '{uri}'; s3://bucket/key is one")
    return Address(bucket, key)


class Lake:
    """S3 as a role sees it."""

    def __init__(self, credentials: Credentials, role_arn: str) -> None:
        """Opens it."""
        self._client = client("s3", credentials)
        self._role = role_arn

    def listing(self, prefix: Address) -> list[tuple[Address, int]]:
        """Addresses and sizes of all objects below a prefix."""
        found: list[tuple[Address, int]] = []
        pages = self._client.get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(Bucket=prefix.bucket, Prefix=prefix.key):
                found += [
                    (Address(prefix.bucket, item["Key"]), item["Size"])
                    for item in page.get("Contents", [])
                ]
        except ClientError as error:
            raise self._refusal(error, prefix, "s3:ListBucket") from None
        return found

    def read(self, place: Address) -> bytes | None:
        """An object's content; None if it is not there."""
        try:
            found: bytes = self._client.get_object(Bucket=place.bucket, Key=place.key)[
                "Body"
            ].read()
        except ClientError as error:
            if _code(error) in ("NoSuchKey", "404"):
                return None
            raise self._refusal(error, place, "s3:GetObject") from None
        return found

    def download(self, place: Address, file: Path) -> int | None:
        """Puts an object into a file; its size, or None if it is not there."""
        content = self.read(place)
        return None if content is None else file.write_bytes(content)

    def _refusal(self, error: ClientError, place: Address, action: str) -> SqlError:
        answer: dict[str, Any] = error.response.get("Error", {})
        return SqlError(
            f"S3ServiceException:{answer.get('Message', 'no reason given')},Status "
            f"{error.response['ResponseMetadata']['HTTPStatusCode']},Error {_code(error)}: {place} "
            f"as {self._role} ({action})"
        )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
