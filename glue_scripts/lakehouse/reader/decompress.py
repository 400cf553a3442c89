"""Bytes of a file, decompressed and verified to the last byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from lakehouse.reader.verdict import Refused

READ_BYTES = 1 << 20
MAGIC = b"\x1f\x8b"
BOMB_RATIO = 1000
BOMB_BYTES = 1 << 30


def plain_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file as it is."""
    while chunk := file.read(READ_BYTES):
        yield chunk


def gzip_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a gzip file of one or more members.

    Raises:
        Refused: damage, bytes behind the last member, or a bomb. Offsets count compressed bytes.
    """
    if file.read(2) != MAGIC:
        raise Refused("not_gzip", "the name says gzip, the first bytes do not", 0)
    file.seek(0)
    members = _Members()
    while compressed := file.read(READ_BYTES):
        yield from members.feed(compressed)
    members.finish()


class _Members:
    """Members one behind the other; zlib itself checks CRC and length of each."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._read = self._written = 0
        self._padding = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._member.eof:
                data = self._next_member(data)
                continue
            chunk = self._inflate(data)
            if chunk:
                yield chunk
            rest = self._member.unconsumed_tail or self._member.unused_data
            self._read += len(data) - len(rest)
            data = rest
        while not self._member.eof and (chunk := self._inflate(b"")):
            yield chunk

    def finish(self) -> None:
        if not self._member.eof:
            raise Refused("gzip_corrupt", "the gzip stream ends too early", self._read)

    def _inflate(self, data: bytes) -> bytes:
        try:
            chunk = self._member.decompress(data, READ_BYTES * 4)
        except zlib.error as error:
            raise Refused("gzip_corrupt", str(error), self._read) from error
        self._written += len(chunk)
        compressed = max(self._read + len(data), 1)
        if self._written > BOMB_BYTES and self._written > BOMB_RATIO * compressed:
            raise Refused(
                "bomb", f"{compressed} bytes became more than {self._written}", self._read
            )
        return chunk

    def _next_member(self, data: bytes) -> bytes:
        if data.count(0) == len(data):
            self._padding, self._read = True, self._read + len(data)
            return b""
        # A member's two magic bytes may be cut by the read buffer; one byte is enough to go on.
        if self._padding or not data.startswith(MAGIC[: len(data)]):
            raise Refused("trailing_garbage", "bytes behind the end of the gzip stream", self._read)
        self._member = zlib.decompressobj(wbits=31)
        return data
