"""Compressed bytes, decompressed and verified to the last one, whoever compressed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.verdict import Refused

READ_BYTES = 1 << 20
WRITE_BYTES = 4 << 20
# Libraries hand back a copy of what follows a member: a small first step keeps tiny ones cheap.
FIRST_STEP = 1 << 12


class Member(Protocol):
    """What undoes one member, as the standard library has it for bzip2, xz and zstd."""

    def decompress(self, data: memoryview | bytes, most: int, /) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class Compression(Protocol):
    """A module of `lakehouse.reader.compressions`.

    Attributes:
        SUFFIXES: of names, in small letters.
        MAGICS: what a member begins with.
        ERRORS: what its library raises where a member is damaged.
    """

    SUFFIXES: tuple[str, ...]
    MAGICS: tuple[bytes, ...]
    ERRORS: tuple[type[Exception], ...]

    def Member(self) -> Member: ...


def plain_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file as it is."""
    while chunk := file.read(READ_BYTES):
        yield chunk


def decompressed_chunks(file: BinaryIO, name: str, compression: Compression) -> Iterator[bytes]:
    """The content of a compressed file of one or more members.

    Raises:
        Refused: damage, bytes behind the last member, or a bomb. Offsets count compressed bytes.
    """
    first = file.read(max(map(len, compression.MAGICS)))
    if not first.startswith(compression.MAGICS):
        raise Refused(f"not_{name}", f"the name says {name}, the first bytes do not", 0)
    file.seek(0)
    members = _Members(name, compression)
    while compressed := file.read(READ_BYTES):
        yield from members.feed(compressed)
    members.finish()


class _Members:
    """Members one behind the other; the library checks what each says of itself."""

    def __init__(self, name: str, compression: Compression) -> None:
        self._name, self._compression = name, compression
        self._member = compression.Member()
        self._step = FIRST_STEP
        self._read = self._written = 0
        self._padding = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        view, at = memoryview(data), 0
        while at < len(view) or not (self._member.eof or self._member.needs_input):
            if self._member.eof:
                at += self._next_member(view[at:])
                continue
            chunk, used = self._decompress(view[at : at + self._step])
            at += used
            if chunk:
                yield chunk

    def finish(self) -> None:
        if not self._member.eof:
            raise self._damage(f"the {self._name} stream ends too early")

    def _decompress(self, piece: memoryview) -> tuple[bytes, int]:
        """Some content, and how many more bytes it took; less than none behind the end."""
        piece = piece if self._member.needs_input else piece[:0]
        try:
            chunk = self._member.decompress(piece, WRITE_BYTES)
        except self._compression.ERRORS as error:
            raise self._fault(str(error)) from error
        used = len(piece) - (len(self._member.unused_data) if self._member.eof else 0)
        self._step = min(self._step * 2, READ_BYTES)
        self._read += used
        self._written += len(chunk)
        refuse_bomb(self._read, self._written)
        return chunk, used

    def _fault(self, what: str) -> Refused:
        # Libraries have one error for all; its words are all there is to tell them apart.
        if "memory" in what.lower():
            return Refused("too_large", f"to decompress it needs too much: {what}", self._read)
        return self._damage(what)

    def _damage(self, what: str) -> Refused:
        return Refused(f"{self._name}_corrupt", what, self._read)

    def _next_member(self, view: memoryview) -> int:
        """Begins with it, and says how many bytes of padding there are."""
        if not any(view):
            self._padding, self._read = True, self._read + len(view)
            return len(view)
        if self._padding or not self._may_begin(bytes(view[:8])):
            what = f"bytes behind the end of the {self._name} stream"
            raise Refused("trailing_garbage", what, self._read)
        self._member, self._step = self._compression.Member(), FIRST_STEP
        return 0

    def _may_begin(self, first: bytes) -> bool:
        """Whether a member begins so; the read buffer may have cut it after a byte."""
        return any(magic.startswith(first[: len(magic)]) for magic in self._compression.MAGICS)
