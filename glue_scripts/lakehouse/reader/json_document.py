"""One JSON document, read in pieces: an array's elements one by one, never the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError

import pyarrow as pa

from lakehouse.reader.blocks import BLOCK_BYTES, MAX_RECORD_BYTES
from lakehouse.reader.json_lines import read_texts
from lakehouse.reader.json_value import end_of_value, skip_white
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_json_texts
from lakehouse.reader.verdict import Refused

EXACT_AT_ONCE = 1024
BETWEEN_OBJECTS = re.compile(r"(?<=\})[ \t\r\n]*,[ \t\r\n]*(?=\{)")


def read_document(chunks: Iterable[bytes], layout: Layout) -> Iterator[Records]:
    """Records of a JSON document: the elements of an array, or one object; a scalar has none.

    Raises:
        Refused: not one JSON document from the first byte to the last.
    """
    text = _Text(chunks)
    text.fill(1)
    if text.peek() != "[":
        value = text.value()
        text.expect_end()
        if value.startswith("{"):
            yield from_json_texts([(1, value)], layout)
        return
    yield from _elements(text, layout)
    text.expect_end()


def _elements(text: _Text, layout: Layout) -> Iterator[Records]:
    text.skip("[")
    if text.peek() == "]":
        text.skip("]")
        return
    number, more = 1, True
    while more:
        # Whole blocks of objects first; what is left (the last ones, or odd ones) one by one.
        taken = _many(text, number, layout)
        if taken is None:
            values, more = _one_by_one(text)
            taken = _read(values, number, layout)
        yield from taken
        number += sum(len(r.numbers) + len(r.bad) for r in taken)


def _read(values: list[str], number: int, layout: Layout) -> list[Records]:
    numbers = pa.array(range(number, number + len(values)), pa.int64())
    return list(read_texts(pa.array(values, pa.string()), numbers, layout))


def _many(text: _Text, number: int, layout: Layout) -> list[Records] | None:
    """Many elements at once, cut where a comma stands between braces; None if that is no way.

    A piece must be one JSON value, or several in a row. If one is neither (the comma stood in a
    string, or in an array inside an object), nothing is taken, and the exact way goes on.
    """
    pieces, end = text.pieces()
    if not pieces:
        return None
    taken = _read(pieces, number, layout)
    odd = {b.record_no - number for r in taken for b in r.bad if b.reason == "invalid_json"}
    if odd:
        try:
            values = [v for i, p in enumerate(pieces) for v in (_values(p) if i in odd else (p,))]
        except JSONDecodeError:
            text.go_exactly()
            return None
        taken = _read(values, number, layout)
    text.take(end)
    return taken


def _values(piece: str) -> Iterator[str]:
    at = 0
    while True:
        end = end_of_value(piece, at)
        yield piece[at:end]
        at = skip_white(piece, end)
        if at == len(piece):
            return
        if piece[at] != ",":
            raise JSONDecodeError("expected a comma", piece, at)
        at = skip_white(piece, at + 1)


def _one_by_one(text: _Text) -> tuple[list[str], bool]:
    """Some elements taken exactly, and whether more follow."""
    values: list[str] = []
    while len(values) < EXACT_AT_ONCE:
        values.append(text.value())
        if text.peek() == "]":
            text.skip("]")
            return values, False
        text.skip(",")
    return values, True


class _Text:
    """A window on the document that moves on as values are taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._text = ""
        self._at = self._passed = 0
        self._rest = b""
        self._exact_until = 0
        self._done = False

    @property
    def offset(self) -> int:
        """Characters from the beginning of the document."""
        return self._passed + self._at

    def fill(self, size: int) -> bool:
        """Has at least `size` characters ahead if the file has them; False if it ended before."""
        while len(self._text) - self._at < size and not self._done:
            data = next(self._chunks, None)
            self._done = data is None
            self._append(data or b"")
        return len(self._text) - self._at >= size

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            self._at = skip_white(self._text, self._at)
            if self._at < len(self._text) or not self.fill(1):
                return self._text[self._at : self._at + 1]

    def skip(self, char: str) -> None:
        """Steps over an expected character."""
        found = self.peek()
        if found != char:
            what = f"{found!r}" if found else "the end of the file"
            raise Refused("not_json", f"expected {char!r}, found {what}", self.offset)
        self._at += 1

    def value(self) -> str:
        """The text of the next value."""
        self.peek()
        size = BLOCK_BYTES // 16
        while True:
            more = self.fill(size)
            try:
                end = end_of_value(self._text, self._at)
            except JSONDecodeError as error:
                self._stop_if_hopeless(more, error)
            else:
                # At the edge of the window a number could go on behind it.
                if end < len(self._text) or not more:
                    raw, self._at = self._text[self._at : end], end
                    return raw
            size *= 2

    def pieces(self) -> tuple[list[str], int]:
        """What looks like whole objects in the next block, and where the last of them ends."""
        self.fill(BLOCK_BYTES)
        if self.offset < self._exact_until:
            return [], 0
        window = self._text[self._at : self._at + BLOCK_BYTES]
        cuts = [(m.start(), m.end()) for m in BETWEEN_OBJECTS.finditer(window)]
        if not cuts:
            return [], 0
        starts = [0, *(end for _, end in cuts[:-1])]
        pieces = [window[a:b] for a, (b, _) in zip(starts, cuts, strict=True)]
        return pieces, cuts[-1][1]

    def take(self, size: int) -> None:
        """Steps over what was taken."""
        self._at += size

    def go_exactly(self) -> None:
        """Offers no pieces for one block."""
        self._exact_until = self.offset + BLOCK_BYTES

    def expect_end(self) -> None:
        """Nothing but white space may follow."""
        if self.peek():
            raise Refused("not_json", "something stands behind the document", self.offset)

    def _stop_if_hopeless(self, more: bool, error: JSONDecodeError) -> None:
        if not more:
            raise Refused("not_json", error.msg, self._passed + error.pos) from error
        if len(self._text) - self._at > MAX_RECORD_BYTES:
            raise Refused("not_json", f"no end of a value within 16 MiB: {error.msg}", self.offset)

    def _append(self, data: bytes) -> None:
        data = self._rest + data
        # A character may be cut by the chunk; the text is UTF-8 already, so this is all to mend.
        keep = len(data)
        while keep > len(data) - 4 and keep > 0 and data[keep - 1] & 0xC0 == 0x80:
            keep -= 1
        if keep and data[keep - 1] >= 0xC0 and len(data) - keep + 1 < _length(data[keep - 1]):
            keep -= 1
        else:
            keep = len(data)
        self._rest = data[keep:]
        self._passed += self._at
        self._text = self._text[self._at :] + data[:keep].decode()
        self._at = 0


def _length(first: int) -> int:
    """Bytes of the UTF-8 character that begins with this byte."""
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4
