"""Bytes of a file, decompressed and verified to the last byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.verdict import Refused

READ_BYTES = 1 << 20
# zlib hands back a copy of what follows a member: a small first step keeps tiny members cheap.
FIRST_STEP = 1 << 12
MAGIC = b"\x1f\x8b"


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
        self._step = FIRST_STEP
        self._read = self._written = 0
        self._padding = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        view = memoryview(data)
        while view or self._holds_back:
            if self._member.eof:
                view = self._next_member(view)
                continue
            piece = view[: self._step]
            chunk, used = self._inflate(piece)
            view = view[used:]
            self._step = min(self._step * 2, READ_BYTES)
            if chunk:
                yield chunk

    def finish(self) -> None:
        if not self._member.eof:
            raise Refused("gzip_corrupt", "the gzip stream ends too early", self._read)

    def _inflate(self, piece: memoryview) -> tuple[bytes, int]:
        """Some content, and how many bytes of the piece it took."""
        try:
            chunk = self._member.decompress(piece, READ_BYTES * 4)
        except zlib.error as error:
            raise Refused("gzip_corrupt", str(error), self._read) from error
        self._holds_back = len(chunk) == READ_BYTES * 4 and not self._member.eof
        # At the end of a member zlib may name what is left in both places.
        member = self._member
        left = member.unused_data if member.eof else member.unconsumed_tail
        used = len(piece) - len(left)
        self._read += used
        self._written += len(chunk)
        refuse_bomb(self._read, self._written)
        return chunk, used

    # zlib may have taken all input and still have output.
    _holds_back = False

    def _next_member(self, view: memoryview) -> memoryview:
        if not any(view):
            self._padding, self._read = True, self._read + len(view)
            return view[:0]
        # A member's two magic bytes may be cut by the read buffer; one byte is enough to go on.
        if self._padding or bytes(view[:2]) != MAGIC[: len(view)]:
            raise Refused("trailing_garbage", "bytes behind the end of the gzip stream", self._read)
        self._member, self._step = zlib.decompressobj(wbits=31), FIRST_STEP
        return view
