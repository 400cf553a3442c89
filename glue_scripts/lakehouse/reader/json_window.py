"""A window that moves over a JSON document of any size, value by value."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from json import JSONDecodeError

from lakehouse.reader.blocks import BLOCK_BYTES, MAX_RECORD_BYTES
from lakehouse.reader.json_value import TooDeep, end_of_value, skip_white
from lakehouse.reader.verdict import Refused

BETWEEN_OBJECTS = re.compile(r"(?<=\})[ \t\r\n]*,[ \t\r\n]*(?=\{)")
SINGLES = 4096
# No literal, number or escape that the window's edge cuts is longer, but for numbers and strings.
EDGE = 16


class Window:
    """What is in memory of a document; moves on as values are taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = self._passed = self._passed_bytes = 0
        self._exact_until = 0
        self._done = False

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            self._at = skip_white(self._text, self._at)
            if self._at < len(self._text) or not self._fill(1):
                return self._text[self._at : self._at + 1]

    def skip(self, char: str) -> None:
        """Steps over an expected character."""
        found = self.peek()
        if found != char:
            what = f"{found!r}" if found else "the end of the file"
            raise self._refusal("not_json", f"expected {char!r}, found {what}", self._at)
        self._at += 1

    def expect_end(self) -> None:
        """Nothing but white space may follow."""
        if self.peek():
            raise self._refusal("not_json", "something stands behind the document", self._at)

    def value(self) -> str:
        """The text of the next value."""
        self.peek()
        size = BLOCK_BYTES // 16
        while True:
            more = self._fill(size)
            end = self._end_of_value(more)
            # At the edge of the window a number could go on behind it.
            if end is not None and (end < len(self._text) or not more):
                raw, self._at = self._text[self._at : end], end
                return raw
            if len(self._text) - self._at > MAX_RECORD_BYTES:
                what = "a value that does not end within 16 MiB"
                raise self._refusal("too_large", what, self._at)
            size *= 2

    def singles(self) -> tuple[list[str], bool]:
        """Some values of an array, one by one, and whether the array ends with them."""
        values = [self.value()]
        size = len(values[0])
        while self.peek() == ",":
            self._at += 1
            if len(values) >= SINGLES or size >= BLOCK_BYTES or not self._must_be_exact():
                return values, False
            values.append(self.value())
            size += len(values[-1])
        self.skip("]")
        return values, True

    def pieces(self) -> tuple[list[str], int]:
        """What looks like whole objects in the next block, and where the last of them ends."""
        if self._must_be_exact():
            return [], 0
        self._fill(BLOCK_BYTES)
        window = self._text[self._at : self._at + BLOCK_BYTES]
        cuts = [(m.start(), m.end()) for m in BETWEEN_OBJECTS.finditer(window)]
        if not cuts:
            self.go_exactly()
            return [], 0
        starts = [0, *(end for _, end in cuts[:-1])]
        pieces = [window[a:b] for a, (b, _) in zip(starts, cuts, strict=True)]
        return pieces, cuts[-1][1]

    def take(self, size: int) -> None:
        """Steps over what was taken."""
        self._at += size

    def go_exactly(self) -> None:
        """Offers no pieces for one block."""
        self._exact_until = self._passed + self._at + BLOCK_BYTES

    def _must_be_exact(self) -> bool:
        return self._passed + self._at < self._exact_until

    def _fill(self, size: int) -> bool:
        """Has at least `size` characters ahead if the file has them; False if it ended before."""
        ahead = len(self._text) - self._at
        if ahead >= size or self._done:
            return ahead >= size
        parts = [self._text[self._at :]]
        while ahead < size and not self._done:
            data = next(self._chunks, None)
            self._done = data is None
            parts.append(self._decoder.decode(data or b"", self._done))
            ahead += len(parts[-1])
        self._passed_bytes += _bytes(self._text[: self._at])
        self._passed += self._at
        self._text, self._at = "".join(parts), 0
        return ahead >= size

    def _end_of_value(self, more: bool) -> int | None:
        """Where the value ends; None if that may lie behind the window."""
        try:
            return end_of_value(self._text, self._at)
        except TooDeep as error:
            raise self._refusal("too_deep", str(error), self._at) from error
        except JSONDecodeError as error:
            inside = error.pos < len(self._text) - EDGE and "Unterminated" not in error.msg
            if inside or not more:
                raise self._refusal("not_json", error.msg, max(error.pos, self._at)) from error
            return None

    def _refusal(self, reason: str, detail: str, at: int) -> Refused:
        return Refused(reason, detail, self._passed_bytes + _bytes(self._text[:at]))


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
