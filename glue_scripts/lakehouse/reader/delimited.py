"""Delimited text: a record is right, or it is quarantined; never shifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lakehouse.reader.dialect import Dialect, sniff_dialect
from lakehouse.reader.framing import Framer
from lakehouse.reader.joined import with_single_ends, without_marks
from lakehouse.reader.layout import Layout
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.records import Records
from lakehouse.reader.rows import Rows
from lakehouse.reader.trailers import without_end_mark


def read_delimited(
    blocks: Iterable[bytes], suffix: str | None, layout: Layout, notes: list[str]
) -> Iterator[Records]:
    """Records of delimited text.

    Args:
        blocks: the text, in whole lines.
        suffix: what the file's name claims.
        layout: the dataset, if there is one.
        notes: gets a sentence on each thing that was passed over.

    Raises:
        Refused: no delimiter, no header that knows the dataset, or a damaged one.
    """
    blocks = without_marks(with_single_ends(blocks, notes), notes)
    first = next(blocks)
    dialect = sniff_dialect(first, suffix, layout)
    notes.extend([dialect.note] if dialect.note else [])
    framer = Framer(quoting := Quoting(dialect.delimiter))
    rows = Rows(dialect, quoting, layout)
    for block, last in _with_last(_behind(first, dialect), blocks):
        text = without_end_mark(block) if last else block
        torn = last and not text.endswith(b"\n")
        framed = framer.take(dialect.notation.standard(text), last=last)
        yield from rows.records(framed, last=last, torn=torn)
        if len(text) < len(block):
            notes.append("The end-of-file mark (Ctrl-Z) behind the last record was passed over.")
    notes.extend(rows.notes(framer.valueless))


def _behind(first: bytes, dialect: Dialect) -> bytes:
    """The first block from the header on."""
    return first.split(b"\n", dialect.before)[dialect.before] if dialect.before else first


def _with_last(first: bytes, others: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Blocks, and whether each is the last one."""
    block = first
    for other in others:
        yield block, False
        block = other
    yield block, True
