"""One JSON document, read in pieces: an array's elements one by one, never the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from lakehouse.reader.json_lines import read_texts
from lakehouse.reader.json_value import listed_values
from lakehouse.reader.json_window import Window
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_json_texts
from lakehouse.reader.texts import numbered

# What is said only of values that are JSON from their first character to their last.
PARSED = ("not_an_object", "repeated_key")


def read_document(chunks: Iterable[bytes], layout: Layout) -> Iterator[Records]:
    """Records of a JSON document: the elements of an array, or one object; a scalar has none.

    Raises:
        Refused: not one JSON document from the first byte to the last.
    """
    window = Window(chunks)
    if window.peek() == "[":
        yield from _elements(window, layout)
        window.expect_end()
        return
    value = window.value()
    window.expect_end()
    if value.startswith("{"):
        yield from_json_texts([(1, value)], layout)


def _elements(window: Window, layout: Layout) -> Iterator[Records]:
    window.skip("[")
    if window.peek() == "]":
        window.skip("]")
        return
    number, last = 1, False
    while not last:
        # Whole blocks of objects first; what is left (the last ones, or odd ones) one by one.
        while (taken := _many(window, number, layout)) is not None:
            yield from taken
            number += sum(len(r.numbers) + len(r.bad) for r in taken)
        values, last = window.singles()
        yield from_json_texts(enumerate(values, number), layout)
        number += len(values)


def _many(window: Window, number: int, layout: Layout) -> list[Records] | None:
    """Many objects at once, split where a comma stands between braces.

    Each piece is then parsed as a record of its own. A piece that cannot be is divided exactly
    (there are values in it that are no objects). If that fails, too, the comma stood in a string
    or in an array inside an object: nothing is taken, and the exact way goes on.
    """
    pieces, end = window.pieces()
    if not len(pieces):
        return None
    taken = _read(pieces, number, layout)
    odd = {b.record_no - number for r in taken for b in r.bad if b.reason not in PARSED}
    if odd:
        values = _divided(pieces, odd)
        if values is None:
            window.go_exactly()
            return None
        taken = _read(values, number, layout)
    window.take(end)
    return taken


def _read(texts: pa.Array, number: int, layout: Layout) -> list[Records]:
    return list(read_texts(texts, numbered(number, len(texts)), layout))


def _divided(pieces: pa.Array, odd: set[int]) -> pa.Array | None:
    values: list[str] = []
    for i, piece in enumerate(pieces.to_pylist()):
        found = listed_values(piece) if i in odd else [piece]
        if found is None:
            return None
        values += found
    return pa.array(values, pa.string())
