"""Reads one file from its first byte to its last and gives the verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from lakehouse.reader import known
from lakehouse.reader.content import Content
from lakehouse.reader.encoding import Encoding, EncodingDoubt, of_head, survey
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.foreign import refuse_binary, refuse_foreign
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.said_encoding import agreed
from lakehouse.reader.settlement import Settlement
from lakehouse.reader.tables.read import read_table
from lakehouse.reader.tables.sheets import read_sheets
from lakehouse.reader.tally import count
from lakehouse.reader.text import Text
from lakehouse.reader.verdict import Facts, Refused, Verdict, accepted, none_readable, refused

HOPELESS_RECORDS = 1_000_000
Take = Callable[[Records], None]
Forget = Callable[[], None]


def read_file(
    name: str,
    file: BinaryIO,
    layout: Layout,
    take: Take,
    forget: Forget,
    folders: FolderValues | None = None,
) -> Verdict:
    """Reads a file and hands its records on as they come.

    Args:
        name: its name, for what the suffixes claim.
        file: its bytes; seekable.
        layout: what the dataset's columns are called.
        take: receives the records. What it got is void unless the verdict is an acceptance.
        forget: called when reading starts again: what was taken so far is void.
        folders: what the folders it lies in say of its records.
    """
    facts = Facts()
    settled = Settlement(folders or FolderValues(), layout)

    def start_again() -> None:
        forget()
        settled.forget()
        facts.forget_records()

    try:
        content = Content(name, file, known.COMPRESSIONS)
        facts.compression = content.compression or "none"
        for records in _records(content, layout, facts, start_again):
            count(facts, records)
            take(settled.of(records))
            _refuse_hopeless(facts)
    except Refused as refusal:
        return refused(facts, refusal)
    facts.notes += settled.notes()
    return accepted(facts)


def _refuse_hopeless(facts: Facts) -> None:
    """Raises Refused where nothing but bad records came for so long that none will come."""
    if facts.records == facts.bad_records > HOPELESS_RECORDS and facts.format != "json":
        raise Refused("no_readable_record", none_readable(facts))


def _records(
    content: Content, layout: Layout, facts: Facts, start_again: Forget
) -> Iterator[Records]:
    if not content.head:
        raise Refused("empty", "no bytes")
    if table := known.claimed(known.TABLES, content.head, content.suffix):
        read = read_sheets if known.is_of_sheets(table) else read_table
        yield from read(content, table, layout, facts)
        return
    if inner := known.compression_of(content.head):
        what = f"{inner} inside {content.compression}"
        raise Refused("unsupported_format", f"this is {what}: compress it once", 0)
    refuse_foreign(content.head)
    said = layout.producer.encoding if layout.producer else None
    try:
        encoding = agreed(of_head(content.head), said, content.chunks)
        yield from _of_text(content, encoding, layout, facts)
    except EncodingDoubt:
        start_again()
        encoding = agreed(survey(content.chunks()), said, content.chunks)
        yield from _of_text(content, encoding, layout, facts)


def _of_text(
    content: Content, encoding: Encoding, layout: Layout, facts: Facts
) -> Iterator[Records]:
    facts.encoding = encoding.name
    text = Text(content, encoding)
    if not text.head:
        raise Refused("empty", "nothing but white space")
    refuse_binary(text.head)
    name = known.claimed(known.TEXTS, text.head, text.suffix) or known.ANY_TEXT
    yield from known.TEXTS[name].read(text, layout, facts)
