"""An object around the records: `{"orders": […], "page": 1}`, as programs answer over the web."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from contracts import fold
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.json_sequence import Judge, elements
from lakehouse.reader.json_window import Window
from lakehouse.reader.layout import Layout
from lakehouse.reader.nested import has_key
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Refused

# `{"response": {"data": {"orders": […]}}}` and one more; deeper ones nobody has been seen to write.
DEPTH = 4
# So many elements of an array are asked whether they are records.
LOOKED_AT = 1000
# Which member of an object, and which member of that one, …
Place = tuple[int, ...]


@dataclass(frozen=True)
class Envelope:
    """Where the array of records stands in an object, and its name there."""

    place: Place
    name: str


@dataclass
class _Outline:
    """The names of an object's members, and the arrays of records among them."""

    names: list[str] = field(default_factory=list)
    lists: list[Envelope] = field(default_factory=list)
    damaged: bool = False


def record_list(
    window: Window, layout: Layout, say: Callable[[str], None] = lambda _: None
) -> Envelope | None:
    """The only array with records below an object that is no record itself.

    None where there is no such array, or another object behind the first.

    Args:
        window: the document.
        layout: the dataset's columns.
        say: takes a sentence for people where an object could be both.

    Raises:
        Refused: no JSON, or several arrays that could be meant.
    """
    outline = _Outline()
    _outline(window, (), "", layout, outline)
    if window.peek() or not outline.lists:
        return None
    if layout.records is not None:
        return _said(outline.lists, layout.records)
    if layout.has_key(outline.names):
        name = outline.lists[0].name
        say(f"the object has the key, and so have objects in its list {name!r}: it is one record")
        return None
    if len(outline.lists) > 1:
        names = " and ".join(repr(found.name) for found in outline.lists[:3])
        what = f"{names} hold objects with the key: give each a file of its own"
        raise Refused("ambiguous_records", what)
    if outline.damaged:
        raise Refused("not_json", "bytes that are no characters")
    return outline.lists[0]


def _said(lists: Sequence[Envelope], records: str) -> Envelope:
    """The list that the producer names."""
    for found in lists:
        if fold(found.name) == fold(records):
            return found
    names = " and ".join(repr(found.name) for found in lists[:3])
    what = f"the records are in {names}, the producer says {records!r}: mend the producer file"
    raise Refused("contradicts_producer", what)


def enter(window: Window, place: Place) -> None:
    """Moves on to the array at a place."""
    for number in place:
        window.skip("{")
        for _ in range(number):
            window.key()
            _pass(window)
            window.skip(",")
        window.key()


def _outline(window: Window, place: Place, prefix: str, layout: Layout, outline: _Outline) -> None:
    window.skip("{")
    if window.peek() == "}":
        window.skip("}")
        return
    number = 0
    while True:
        key = window.key()
        name, here, opening = f"{prefix}{key}", (*place, number), window.peek()
        if opening == "{" and len(place) + 1 < DEPTH:
            _outline(window, here, f"{name}.", layout, outline)
        elif opening == "[":
            if _holds_records(window, layout):
                outline.lists.append(Envelope(here, name))
        else:
            outline.damaged |= DAMAGE in window.value()
            outline.names.append(name)
        if window.peek() != ",":
            break
        window.skip(",")
        number += 1
    window.skip("}")


def _pass(window: Window) -> None:
    """Steps over a value, however large an array it is."""
    opening = window.peek()
    if opening == "[":
        for _ in elements(window, Judge(Layout())):
            pass
    elif opening == "{":
        _outline(window, (), "", Layout(), _Outline())
    else:
        window.value()


def _holds_records(window: Window, layout: Layout) -> bool:
    seeker = _Seeker(layout)
    for _ in elements(window, seeker):
        pass
    return seeker.found


class _Seeker(Judge):
    """Judges values only as JSON, and whether there are records among the first of them."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(Layout())
        self._dataset = layout
        self._left = LOOKED_AT
        self.found = False

    def take(self, texts: pa.Array, records: list[Records]) -> None:
        """Counts what became of some texts."""
        super().take(texts, records)
        if self._left and not self.found:
            some = texts[: self._left].to_pylist()
            self.found = any(has_key(text, self._dataset) for text in some)
            self._left -= len(some)
