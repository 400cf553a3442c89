"""JSON: one document, lines of values, or objects one behind the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lakehouse.reader.blocks import MAX_RECORD_BYTES, ends_lines_with_cr, lines_in_blocks
from lakehouse.reader.content import HEAD_BYTES
from lakehouse.reader.encoding import Encoding
from lakehouse.reader.json_document import read_document
from lakehouse.reader.json_lines import is_lines, read_lines
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.text import Text
from lakehouse.reader.verdict import Facts

SUFFIXES = ("json", "ndjson", "jsonl")
WHITE = b" \t\r\n"
START = re.compile(rb'\s*(\{\s*["}]|\[\s*\{)')
# A single line that is no line of many: of a dataset an object is read like a document, too.
ARRAY_OF_OBJECTS = re.compile(r"\s*\[\s*\{")
ONE_DOCUMENT = re.compile(r"\s*(\[\s*)?\{")


def begins(head: bytes) -> bool:
    """Whether a text that begins so can be nothing else."""
    return START.match(head) is not None


def read(text: Text, layout: Layout, facts: Facts) -> Iterator[Records]:
    """Its records."""
    cr = ends_lines_with_cr(text.head)
    text = text.read_by(_unicode(text.encoding), WHITE)
    facts.encoding = text.encoding.name
    if _is_lines(text, layout, cr=cr):
        facts.format = "ndjson"
        yield from read_lines(lines_in_blocks(text, cr=cr), layout)
    else:
        facts.format = "json"
        yield from read_document(text, layout, facts.notes.append)


def _unicode(encoding: Encoding) -> Encoding:
    """JSON is Unicode by definition: other bytes are damage, no matter what they may look like."""
    return encoding if encoding.is_unicode else replace(encoding, name="utf-8", damaged=True)


def _is_lines(text: Text, layout: Layout, *, cr: bool) -> bool:
    head, complete = _first_lines(text, cr=cr)
    first = head.decode("utf-8", "ignore")
    document = (ONE_DOCUMENT if layout.keeps_values else ARRAY_OF_OBJECTS).match(first)
    enough = 1 if text.suffix in ("ndjson", "jsonl") and not document else 2
    return is_lines(first, complete=complete, enough=enough)


def _first_lines(text: Text, *, cr: bool) -> tuple[bytes, bool]:
    """Some lines, two at least if they are no longer than records, and whether that is all."""
    head, end = b"", b"\r" if cr else b"\n"
    for chunk in text:
        head += chunk
        enough = len(head) >= HEAD_BYTES and head.count(end, 0, -1) > 1
        if enough or len(head) > MAX_RECORD_BYTES + HEAD_BYTES:
            return head.replace(b"\r", b"\n") if cr else head, False
    return head.replace(b"\r", b"\n") if cr else head, True
