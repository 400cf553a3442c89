"""Records of workbooks: each sheet is read like a delimited file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.content import Content
from lakehouse.reader.delimited import read_delimited
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import BadTexts, Records
from lakehouse.reader.tables.decoder import frames_of
from lakehouse.reader.tables.frames import END, ROWS, Frame
from lakehouse.reader.tables.read import notes_of
from lakehouse.reader.verdict import Facts, Refused

SCHEMA = pa.schema([("0", pa.string()), ("1", pa.string())])
# A sheet is none of records, and the next one may be.
NO_RECORDS = ("no_header", "empty", "no_delimiter")


def read_sheets(content: Content, name: str, layout: Layout, facts: Facts) -> Iterator[Records]:
    """Records of a workbook, numbered through all its sheets.

    Args:
        content: the file.
        name: of its format.
        layout: the dataset, if there is one.
        facts: takes the format, and sentences for people.

    Raises:
        Refused: damage, or no sheet has records.
    """
    facts.format = name
    layout = _without_text(layout)
    passed_over: dict[str, Refused] = {}
    read: list[str] = []
    with content.on_disk() as file, frames_of(file, name, keep=True) as frames:
        for sheet, rows in groupby(_rows(frames, facts), key=lambda found: found[0]):
            before = facts.records
            try:
                yield from _records(("\n".join(some) + "\n" for _, some in rows), layout, facts)
            except Refused as refusal:
                if facts.records > before or refusal.reason not in NO_RECORDS:
                    raise
                passed_over[sheet] = refusal
            else:
                read.append(f"{sheet!r} ({before + 1} to {facts.records})")
    if not facts.records:
        raise next(iter(passed_over.values()), Refused("empty", "no sheet has a value"))
    facts.notes += [f"Sheet {n!r} was passed over: {r}." for n, r in passed_over.items()]
    if len(read) > 1:
        facts.notes.append(f"The records are those of the sheets {', '.join(read)}.")


def _without_text(layout: Layout) -> Layout:
    """The same dataset, of a producer who says nothing of how texts are written."""
    if layout.producer is None:
        return layout
    said = replace(layout.producer, encoding=None, delimiter=None, skip_lines=0)
    return replace(layout, producer=said)


def _rows(frames: Iterator[Frame], facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """Names of sheets and some of their rows."""
    for frame in frames:
        if frame.kind == ROWS:
            batch = pa.ipc.read_record_batch(pa.py_buffer(frame.content), SCHEMA)
            yield batch.column(0)[0].as_py(), batch.column(1).to_pylist()
        elif frame.kind == END:
            facts.notes += notes_of(frame)


def _records(texts: Iterator[str], layout: Layout, facts: Facts) -> Iterator[Records]:
    """Those of one sheet, numbered behind those of the sheets before."""
    blocks, before = (text.encode() for text in texts), facts.records
    first = next(blocks)
    # One column needs no delimiter, as in a file that is called so.
    for records in read_delimited(chain([first], blocks), "csv", layout, facts.notes):
        bad = records.bad
        moved = BadTexts(pc.add(bad.numbers, before), bad.reasons, bad.texts)
        yield replace(records, numbers=pc.add(records.numbers, before), bad=moved)
    if facts.records == before:
        raise Refused("empty", "a header, and no records")
