"""JSON values that follow each other in a document: many at once, never all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.json_lines import read_texts
from lakehouse.reader.json_value import constant_in, listed_values
from lakehouse.reader.json_window import Window
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_json_texts
from lakehouse.reader.texts import numbered
from lakehouse.reader.verdict import Refused

# What is said only of values that are JSON from their first character to their last.
PARSED = ("not_an_object", "nested_records", "repeated_key")
OBJECT = r"^[ \t\r\n]*\{"


class Judge:
    """Judges the values of a document, one after the other.

    `NaN` and its like damage only the record they stand in: who writes them writes all else as JSON
    should be, and a good object beside them shows it. Where none does, the document is no JSON.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._next = 1
        self._good_object = False
        self._constants: list[tuple[int, str]] = []
        self._damaged = 0

    def singly(self, values: list[str]) -> Records:
        """Values that are judged one by one."""
        records = from_json_texts(enumerate(values, self._next), self._layout)
        self.take(pa.array(values, pa.string()), [records])
        return records

    def many(self, texts: pa.Array) -> list[Records]:
        """What becomes of many, unless they are divided otherwise: they count when taken."""
        return list(read_texts(texts, numbered(self._next, len(texts)), self._layout))

    def odd(self, records: list[Records]) -> set[int]:
        """Places of those among them that are not JSON."""
        return {b.record_no - self._next for r in records for b in r.bad if b.reason not in PARSED}

    def take(self, texts: pa.Array, records: list[Records]) -> None:
        """Counts what became of some texts."""
        for part in records:
            if not self._good_object and len(part.numbers):
                good = texts.take(pc.subtract(part.numbers, self._next))
                self._good_object = pc.any(pc.match_substring_regex(good, OBJECT)).as_py()
            for bad in part.bad:
                if bad.reason == "invalid_json":
                    self._look(bad.record_no, texts[bad.record_no - self._next].as_py())
        self._next += len(texts)

    def notes(self) -> list[str]:
        """What is to be said of the document when it has come to its end.

        Raises:
            Refused: not one object beside the damaged ones is JSON.
        """
        if not self._constants:
            return []
        number, constant = self._constants[0]
        if not self._good_object:
            raise Refused("not_json", f"{constant} is not JSON")
        return [f"{self._damaged} records hold {constant}, no JSON: record {number} is the first"]

    def _look(self, number: int, text: str) -> None:
        if constant := constant_in(text):
            self._damaged += 1
            self._constants = self._constants or [(number, constant)]


def elements(window: Window, judge: Judge) -> Iterator[Records]:
    """Records of an array."""
    window.skip("[")
    if window.peek() == "]":
        window.skip("]")
        return
    yield from following(window, judge)


def following(window: Window, judge: Judge) -> Iterator[Records]:
    """Records of a sequence of values up to its end."""
    last = False
    while not last:
        # Whole blocks of objects first; what is left (the last ones, or odd ones) one by one.
        while (taken := _many(window, judge)) is not None:
            yield from taken
        values, last = window.singles()
        yield judge.singly(values)


def _many(window: Window, judge: Judge) -> list[Records] | None:
    """Many objects at once, split where one ends and another begins.

    Each piece is then parsed as a record of its own. A piece that cannot be is divided exactly
    (there are values in it that are no objects). If that fails, too, the place stood in a string
    or in an array inside an object: nothing is taken, and the exact way goes on.
    """
    pieces, end = window.pieces()
    if not len(pieces):
        return None
    taken = judge.many(pieces)
    if odd := judge.odd(taken):
        values = _divided(pieces, odd, window)
        if values is None:
            window.go_exactly()
            return None
        pieces, taken = values, judge.many(values)
    judge.take(pieces, taken)
    window.take(end)
    return taken


def _divided(pieces: pa.Array, odd: set[int], window: Window) -> pa.Array | None:
    values: list[str] = []
    for i, piece in enumerate(pieces.to_pylist()):
        found = listed_values(piece) if i in odd else [piece]
        if found is None or (len(found) > 1 and window.sequence.only_objects):
            return None
        values += found
    return pa.array(values, pa.string())
