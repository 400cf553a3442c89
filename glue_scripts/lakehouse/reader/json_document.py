"""One JSON document: an array of records, a record, records one behind the other, or around them.

It is read in pieces: values one by one or many at once, never the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from json import JSONDecodeError

from lakehouse.reader.json_envelope import Envelope, enter, record_list
from lakehouse.reader.json_sequence import Judge, elements, following
from lakehouse.reader.json_value import TooDeep, assert_value
from lakehouse.reader.json_window import OBJECTS, OBJECTS_WITH_COMMAS, Window
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, text_defect
from lakehouse.reader.verdict import Refused

Say = Callable[[str], None]


def read_document(
    chunks: Iterable[bytes], layout: Layout, say: Say = lambda _: None
) -> Iterator[Records]:
    """Records of a JSON document: the elements of an array, or objects; a scalar has none.

    With a dataset an object may be an envelope around the array of its records, and a scalar, be
    it a text with JSON in it, is a record that cannot be one. `null` says that there is nothing.

    Args:
        chunks: the text; it may be asked for twice.
        layout: the dataset's columns.
        say: takes sentences for people.

    Raises:
        Refused: not one JSON document from the first byte to the last.
    """
    window, judge = Window(chunks), Judge(layout)
    opening = window.peek()
    if opening == "[":
        yield from elements(window, judge)
        window.expect_end()
    elif opening == "{":
        envelope = record_list(window, layout, say) if layout.keys else None
        # The first way through the file is at its end.
        window = Window(chunks) if layout.keys else window
        yield from (
            _within(window, judge, envelope, say) if envelope else _objects(window, judge, say)
        )
    else:
        _assert_sound(value := window.value())
        window.expect_end()
        if layout.keeps_values and value != "null":
            yield judge.singly([value])
    for note in judge.notes():
        say(note)


def _within(window: Window, judge: Judge, envelope: Envelope, say: Say) -> Iterator[Records]:
    say(f"the records are the list {envelope.name!r} in an object; the rest of it is none")
    enter(window, envelope.place)
    yield from elements(window, judge)


def _objects(window: Window, judge: Judge, say: Say) -> Iterator[Records]:
    """One record, or several one behind the other."""
    yield judge.singly([window.value()])
    behind = window.peek()
    if not behind:
        return
    if behind not in "{,":
        window.expect_end()
    window.sequence = OBJECTS_WITH_COMMAS if behind == "," else OBJECTS
    window.follows()
    say("objects one behind the other: each is a record")
    yield from following(window, judge)


def _assert_sound(value: str) -> None:
    """Raises Refused where a document without records is damaged."""
    try:
        assert_value(value)
    except (JSONDecodeError, TooDeep) as error:
        raise Refused("not_json", str(error)) from error
    if text_defect(value):
        raise Refused("not_json", "bytes that are no characters")
