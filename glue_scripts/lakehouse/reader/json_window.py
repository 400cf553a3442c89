"""A window that moves over a JSON document of any size, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from json import JSONDecodeError

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader import json_kin
from lakehouse.reader.blocks import BLOCK_BYTES, MAX_RECORD_BYTES
from lakehouse.reader.json_value import TooDeep, end_of_value, skip_white
from lakehouse.reader.texts import whole
from lakehouse.reader.verdict import Refused

WHITE = r"[ \t\r\n]*"
# One character for each byte: places in the text are places in the file, and JSON's own characters
# are what they are. Only values that are taken need their letters.
BYTEWISE = "latin-1"
BEYOND_FIRST_BYTES = bytes(range(0x80, 0xC0))
SINGLES = 4096
# No literal, number or escape that the window's edge cuts is longer, but for numbers and strings.
EDGE = 16
NOTHING = pa.array([], pa.string())


@dataclass(frozen=True)
class Sequence:
    """How values follow each other: in an array, or objects one behind the other."""

    separator: str
    closing: str
    only_objects: bool

    @property
    def between_objects(self) -> str:
        """What stands between two objects, braces included."""
        return rf"\}}{WHITE}{self.separator}{WHITE}\{{"


ARRAY = Sequence(",", "]", only_objects=False)
OBJECTS = Sequence("", "", only_objects=True)
OBJECTS_WITH_COMMAS = Sequence(",", "", only_objects=True)


class Window:
    """What is in memory of a document; moves on as values are taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.sequence = ARRAY
        self._text = ""
        self._at = self._passed = 0
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
            what = repr(self._letter()) if found else "the end of the file"
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
            # At the edge of the window a number could go on behind it, as `1` of `1.5` or `1e+5`.
            if end is not None and (end + EDGE < len(self._text) or not more):
                raw, self._at = _bytes(self._text[self._at : end]), end
                return raw.decode()
            if len(self._text) - self._at > MAX_RECORD_BYTES < self._letters_ahead():
                what = "a value that does not end within 16 MiB"
                raise self._refusal("too_large", what, self._at)
            size *= 2

    def key(self) -> str:
        """The next key of an object, and over the colon behind it."""
        if self.peek() != '"':
            self.skip('"')
        found: str = json.loads(self.value(), strict=False)
        self.skip(":")
        return found

    def follows(self) -> bool:
        """Whether another value of the sequence follows; steps over what stands before it."""
        found = self.peek()
        if found == self.sequence.closing:
            self._at += len(found)
            return False
        if self.sequence.separator:
            self.skip(self.sequence.separator)
        if self.sequence.only_objects and self.peek() != "{":
            raise self._refusal("not_json", "something stands behind the document", self._at)
        return True

    def singles(self) -> tuple[list[str], bool]:
        """Some values of a sequence, one by one, and whether it ends with them."""
        values = [self.value()]
        size = len(values[0])
        while self.follows():
            if len(values) >= SINGLES or size >= BLOCK_BYTES or not self._must_be_exact():
                return values, False
            values.append(self.value())
            size += len(values[-1])
        return values, True

    def pieces(self) -> tuple[pa.Array, int]:
        """What looks like whole objects in the next block, and how much to take with them."""
        if self._must_be_exact():
            return NOTHING, 0
        self._fill(BLOCK_BYTES)
        block = _bytes(self._text[self._at : self._at + BLOCK_BYTES])
        cut = pc.split_pattern_regex(whole(block), self.sequence.between_objects).values
        if len(cut) == 1:
            self.go_exactly()
            return NOTHING, 0
        # The braces went with the commas between them.
        opening = pa.concat_arrays([pa.array([""]), pa.repeat("{", len(cut) - 2)])
        pieces = pc.binary_join_element_wise(opening, cut[:-1], "}", "")
        return pieces, len(block) - len("{") - pc.binary_length(cut[-1]).as_py()

    def take(self, size: int) -> None:
        """Steps over what was taken."""
        self._at += size

    def go_exactly(self) -> None:
        """Offers no pieces for one block."""
        self._exact_until = self._passed + self._at + BLOCK_BYTES

    def _must_be_exact(self) -> bool:
        return self._passed + self._at < self._exact_until

    def _fill(self, size: int) -> bool:
        """Has at least `size` bytes ahead if the file has them; False if it ended before."""
        ahead = len(self._text) - self._at
        if ahead >= size or self._done:
            return ahead >= size
        parts = [self._text[self._at :]]
        while ahead < size and not self._done:
            data = next(self._chunks, None)
            self._done = data is None
            parts.append((data or b"").decode(BYTEWISE))
            ahead += len(parts[-1])
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
        kin = json_kin.named(self._text, at) if reason == "not_json" else None
        return Refused(reason, f"{detail}: {kin}" if kin else detail, self._passed + at)

    def _letter(self) -> str:
        return _bytes(self._text[self._at : self._at + 4]).decode("utf-8", "ignore")[:1]

    def _letters_ahead(self) -> int:
        return len(_bytes(self._text[self._at :]).translate(None, BEYOND_FIRST_BYTES))


def _bytes(text: str) -> bytes:
    return text.encode(BYTEWISE)
