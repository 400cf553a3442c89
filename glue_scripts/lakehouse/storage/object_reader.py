"""Reads a version of an object like a file, a block at a time."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast

from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

BLOCK_BYTES = 8 << 20
ATTEMPTS = 4


def open_object(client: Any, bucket: str, key: str, version: str) -> BinaryIO:
    """A version of an object; seekable.

    Raises:
        FileNotFoundError: there is no such version.
    """
    address = {"Bucket": bucket, "Key": key, "VersionId": version}
    try:
        size = client.head_object(**address)["ContentLength"]
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError(f"s3://{bucket}/{key}: version {version} is gone") from error
        raise
    return cast(BinaryIO, io.BufferedReader(_Blocks(client, address, size), BLOCK_BYTES))


class _Blocks(io.RawIOBase):
    """A request per block: a stream would break off while a slow reader is at work."""

    def __init__(self, client: Any, address: dict[str, str], size: int) -> None:
        self._client, self._address, self._size = client, address, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        block = self._block(min(self._at + len(buffer), self._size) - 1)
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)

    def _block(self, last: int, attempts: int = ATTEMPTS) -> bytes:
        answer = self._client.get_object(**self._address, Range=f"bytes={self._at}-{last}")
        try:
            block: bytes = answer["Body"].read()
        except (HTTPClientError, IncompleteReadError):
            # The library tries requests again, but not what breaks off behind the headers.
            if attempts == 1:
                raise
            return self._block(last, attempts - 1)
        return block
