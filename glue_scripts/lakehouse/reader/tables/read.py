"""Records of files of tables: their values become text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa

from lakehouse.reader.content import Content
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.tables.decoder import frames_of
from lakehouse.reader.tables.frames import END, NAMES, Frame
from lakehouse.reader.texts import numbered
from lakehouse.reader.verdict import Facts


def read_table(content: Content, name: str, layout: Layout, facts: Facts) -> Iterator[Records]:
    """Records of a file.

    Args:
        content: the file.
        name: of its format.
        layout: the dataset's columns.
        facts: takes the format, and sentences for people.

    Raises:
        Refused: damage, or names that are none of the dataset's.
    """
    facts.format = name
    number, header = 1, None
    with content.on_disk() as file, frames_of(file, name, keep=layout.keeps_values) as frames:
        for frame in frames:
            if frame.kind == NAMES:
                header = _Header(layout, *json.loads(bytes(frame.content)))
            elif frame.kind == END:
                facts.notes += notes_of(frame)
            elif header:
                yield from header.records(frame, numbered(number, frame.rows))
                number += frame.rows


def notes_of(frame: Frame) -> list[str]:
    """The sentences for people that stand at the end."""
    notes: list[str] = json.loads(bytes(frame.content))
    return notes


class _Header:
    """The columns of a file: their names, and which of them are numbers."""

    def __init__(self, layout: Layout, names: list[str], numbers: list[int]) -> None:
        self._layout, self._names = layout, names
        if layout.keeps_values:
            layout.assert_fits(names)
        self._native = layout.native(names, numbers)

    def records(self, frame: Frame, numbers: pa.Array) -> Iterator[Records]:
        """Records of a part of the file."""
        layout, names = self._layout, self._names
        if not layout.keeps_values:
            yield Records(numbers=numbers)
            return
        schema = pa.schema([pa.field(str(i), pa.string()) for i in range(len(names))])
        batch = pa.ipc.read_record_batch(pa.py_buffer(frame.content), schema)
        size = layout.rows_at_once(names)
        for start in range(0, frame.rows, size):
            columns = layout.columns_of(names, batch.slice(start, size).columns)
            yield Records(columns, numbers.slice(start, size), native=self._native)
