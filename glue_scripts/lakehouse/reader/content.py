"""What a file holds, without the compression around it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import BinaryIO

from lakehouse.reader.members import Compression, decompressed_chunks, plain_chunks

HEAD_BYTES = 1 << 16
FIRST_BYTES = 16


class Content:
    """The bytes of one file, which can be read more than once.

    Attributes:
        compression: what they are compressed with; None where they are not.
        suffix: what the name claims of the content: the last suffix but that of the compression.
    """

    def __init__(self, name: str, file: BinaryIO, known: dict[str, Compression]) -> None:
        self._file, self._known = file, known
        ends = [s.lower() for s in name.rsplit("/", 1)[-1].split(".")[1:]][::-1]
        around = next((n for n, c in known.items() if ends[:1] and ends[0] in c.SUFFIXES), None)
        file.seek(0)
        first = file.read(FIRST_BYTES)
        inside = next((n for n, c in known.items() if first.startswith(c.MAGICS)), around)
        self.compression = inside if first else None
        inner = ends[1:2] if around else ends[:1] or [""]
        self.suffix = inner[0] if inner else None

    def chunks(self) -> Iterator[bytes]:
        """All of it."""
        self._file.seek(0)
        if self.compression is None:
            return plain_chunks(self._file)
        return decompressed_chunks(self._file, self.compression, self._known[self.compression])

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        return head_of(self.chunks())

    @contextmanager
    def on_disk(self) -> Iterator[BinaryIO]:
        """As a file that can be read from its end: compression is unwrapped on disk."""
        if self.compression is None:
            yield self._file
            return
        with tempfile.TemporaryFile() as unwrapped:
            for chunk in self.chunks():
                unwrapped.write(chunk)
            unwrapped.flush()
            yield unwrapped


def head_of(chunks: Iterator[bytes]) -> bytes:
    """The first bytes of some content; a tiny first member is no reason to see less."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return head[:HEAD_BYTES]
