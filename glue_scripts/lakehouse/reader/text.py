"""A text as UTF-8, whatever its encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

from lakehouse.reader.content import Content, head_of
from lakehouse.reader.encoding import Encoding, to_utf8

ALL_THAT_PYTHON_KNOWS: bytes | None = None
# RFC 7464: a mark before each value.
RECORD_SEPARATOR = b"\x1e"
SEQUENCE = re.compile(rb"\x1e\s*[\[{]")


class Text:
    """The text of a file from its first line on that is not blank; it can be read more than once.

    Attributes:
        encoding: its own.
        suffix: what the name claims.
        head: its first bytes, as UTF-8.
    """

    def __init__(self, content: Content, encoding: Encoding) -> None:
        self._content, self._white, self._separated = content, ALL_THAT_PYTHON_KNOWS, False
        self.encoding, self.suffix = encoding, content.suffix
        self.head = self._head()

    def read_by(self, encoding: Encoding, white: bytes) -> Text:
        """The same text by another encoding, where other bytes are white space before it."""
        other = copy(self)
        other.encoding, other._white = encoding, white
        return other

    def _head(self) -> bytes:
        head = head_of(iter(self))
        if not SEQUENCE.match(head):
            return head
        self._separated = True
        return head_of(iter(self))

    def __iter__(self) -> Iterator[bytes]:
        chunks = to_utf8(self._content.chunks(), self.encoding)
        if self._separated:
            chunks = (chunk.replace(RECORD_SEPARATOR, b"\n") for chunk in chunks)
        for chunk in chunks:
            if text := chunk.lstrip(self._white):
                before = chunk[: -len(text)]
                yield chunk[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :]
                break
        yield from chunks
