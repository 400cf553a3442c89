"""Keeps out of a file the records that would be good in it, though nobody mended them.

Why some are bad shows only beside the others: the line that was torn off at the file's end, the
sum below the records, the header in between. A platform that reads the file finds out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from contracts import load
from lakehouse.reader.faults import REASONS
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records


@dataclass(frozen=True)
class Line:
    """A record as it is written, and why it is bad."""

    text: bytes
    reasons: str

    @property
    def is_unreadable(self) -> bool:
        """Whether the reader said so, not a rule."""
        return not REASONS.isdisjoint(self.reasons.split(";"))


def steadfast(head: bytes, lines: Sequence[Line], suffix: str, dataset: str) -> list[Line]:
    """Those of some lines that stay bad below a header.

    Args:
        head: the header's line, if there is one.
        lines: records, one line each.
        suffix: of the file.
        dataset: whose records they are.
    """
    layout = Layout.of(load(f"source.{dataset}"))
    kept = list(lines)
    while any(line.is_unreadable for line in kept):
        good = _good(content(head, kept), f"a.{suffix}", layout)
        stay = [n not in good or not line.is_unreadable for n, line in enumerate(kept, 1)]
        if all(stay):
            break
        kept = [line for line, stays in zip(kept, stay, strict=True) if stays]
    return kept


def content(head: bytes, lines: Sequence[Line]) -> bytes:
    """The bytes of a file."""
    return b"".join(text + b"\n" for text in _texts(head, lines))


def _texts(head: bytes, lines: Sequence[Line]) -> Iterator[bytes]:
    if head:
        yield head
    yield from (line.text for line in lines)


@dataclass
class _Read:
    key: str
    good: set[int] = field(default_factory=set)

    def take(self, records: Records) -> None:
        """A record without its key stays bad by a rule."""
        keys = records.columns.get(self.key, pa.nulls(len(records.numbers), pa.string()))
        there = pc.fill_null(pc.match_substring_regex(keys, r"\S"), False)
        self.good.update(records.numbers.filter(there).to_pylist())


def _good(data: bytes, name: str, layout: Layout) -> set[int]:
    """The numbers of the records that are taken when the file comes again."""
    read = _Read(layout.keys[0])
    read_file(name, io.BytesIO(data), layout, read.take, read.good.clear)
    return read.good
