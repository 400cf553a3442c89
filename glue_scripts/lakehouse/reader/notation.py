"""Other ways to write what RFC 4180 writes with `"`: turned into it, and back without a loss."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.verdict import Refused

SWAPPED = bytes.maketrans(b"\"'", b"'\"")
# Noncharacters stand for what a backslash hides.
BACKSLASH, QUOTE, DELIMITER, LINE_END = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
RESERVED = re.compile(rb"\xef\xb7[\x92-\x95]")
ESCAPED = re.compile(rb"\\(.|\n)")


@dataclass(frozen=True)
class Notation:
    """How a file quotes.

    Attributes:
        quote: what stands around fields.
        escape: the delimiter, if a backslash takes the meaning from it, quotes and line ends.
    """

    quote: str = '"'
    escape: str | None = None

    @property
    def is_usual(self) -> bool:
        """Whether RFC 4180 has it."""
        return self == Notation()

    def standard(self, text: bytes) -> bytes:
        """Some text as RFC 4180 would write it.

        Raises:
            Refused: the text has characters that stand for others here.
        """
        if not self.is_usual and RESERVED.search(text):
            raise Refused("undecodable", "a file with such quotes may not have U+FDD2 to U+FDD5")
        swapped = text if self.quote == '"' else text.translate(SWAPPED)
        if self.escape is None:
            return swapped
        hidden = {bytes([_first(shown)]): mark.encode() for mark, shown in self._hidden()}
        return ESCAPED.sub(lambda found: hidden.get(found[1], found[0]), swapped)

    def values(self, fields: pa.Array) -> pa.Array:
        """What fields say that were divided by RFC 4180."""
        return self._shown(fields, "")

    def original(self, texts: pa.Array) -> pa.Array:
        """Records as the file has them."""
        return self._shown(texts, "\\")

    def _hidden(self) -> list[tuple[str, str]]:
        return [
            (BACKSLASH, "\\"), (QUOTE, '"'), (DELIMITER, self.escape or ""), (LINE_END, "\n")
        ]  # fmt: skip

    def _shown(self, texts: pa.Array, before: str) -> pa.Array:
        for mark, shown in self._hidden() if self.escape else ():
            texts = pc.replace_substring(texts, mark, before + shown)
        if self.quote == "'":
            for old, new in (("'", QUOTE), ('"', "'"), (QUOTE, '"')):
                texts = pc.replace_substring(texts, old, new)
        return texts


def _first(text: str) -> int:
    return text.encode()[0]
