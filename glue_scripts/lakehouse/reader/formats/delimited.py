"""Delimited text, and all text that is nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from lakehouse.reader.blocks import ends_lines_with_cr, lines_in_blocks
from lakehouse.reader.delimited import read_delimited
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.text import Text
from lakehouse.reader.verdict import Facts, Refused

SUFFIXES = ("csv", "tsv", "tab", "psv", "txt")


def begins(_head: bytes) -> bool:
    """Nothing shows it."""
    return False


def read(text: Text, layout: Layout, facts: Facts) -> Iterator[Records]:
    """Its records."""
    if text.encoding.unknown:
        raise Refused("unknown_encoding", f"{text.encoding.unknown}: save it as UTF-8")
    facts.format = "csv"
    blocks = lines_in_blocks(text, cr=ends_lines_with_cr(text.head))
    yield from read_delimited(blocks, text.suffix, layout, facts.notes)
    if facts.records == 0:
        raise Refused("empty", "a header, and no records")
