"""Workbooks: each sheet as the rows that a delimited file of it would have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import pyarrow as pa

from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.tables.sheet_rows import BATCH_ROWS, rows_of
from lakehouse.reader.verdict import Refused
from lakehouse.reader.zip_archive import READ_BYTES, Archive, is_document

SUFFIXES = ("xlsx", "xlsm")
# Its rows are read like delimited text: people have written them.
OF_SHEETS = True
OLD = b"\xd0\xcf\x11\xe0"
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A formula, and no value behind it: nobody but a spreadsheet knows what it comes to. An empty text
# is a value, and marked as a text.
UNSOLVED = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
OVERLAP = 1 << 14


def begins(head: bytes) -> bool:
    """Whether content that begins so claims to be a document of an office."""
    return is_document(head)


def opened(source: BinaryIO) -> Xlsx:
    """The file, from its directory on."""
    return Xlsx(source)


def reason(_error: Exception) -> str | None:
    """What an error means that is no damage: nothing."""
    return None


class Xlsx:
    """A workbook as a table (`tables.table.Table`) of names of sheets and rows of text."""

    schema = pa.schema([("sheet", pa.string()), ("row", pa.string())])

    def __init__(self, source: BinaryIO) -> None:
        # Only this process needs it, and only for such files.
        import openpyxl

        self._source = source
        self.notes: list[str] = []
        _assert_sound(source)
        source.seek(0)
        with _told():
            self._book = openpyxl.load_workbook(
                source, read_only=True, data_only=True, keep_links=False
            )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows that have a value, sheet by sheet."""
        for sheet in self._book.worksheets:
            rows = rows_of(sheet, self.notes)
            while True:
                with _told():
                    some = [row for _, row in zip(range(BATCH_ROWS), rows, strict=False)]
                if not some:
                    break
                names = [str(sheet.title)] * len(some)
                yield pa.RecordBatch.from_arrays(
                    [pa.array(names), pa.array(some)], ["sheet", "row"]
                )


def _assert_sound(source: BinaryIO) -> None:
    """Reads all there is once: the library does not look at all of it, nor tells what it misses."""
    head = source.read(len(OLD))
    if head == OLD:
        what = "an old or an encrypted document: save it as .xlsx, without a password"
        raise Refused("unsupported_format", what, 0)
    source.seek(0)
    if not is_document(source.read(64)):
        raise Refused("not_xlsx", "the name says a workbook, the first bytes do not", 0)
    try:
        archive = Archive(source, every=True)
        if not any(map(SHEET.fullmatch, archive.members)):
            raise Refused("unsupported_format", "a document of an office, and no workbook")
        read = written = 0
        for name in archive.members:
            read += archive.size(name)
            for chunk in _chunks(archive, name):
                written += len(chunk)
                refuse_bomb(read, written)
    except Refused as refusal:
        told = refusal.reason.replace("zip_corrupt", "xlsx_corrupt")
        raise Refused(told, refusal.detail, refusal.offset) from refusal


def _chunks(archive: Archive, name: str) -> Iterator[bytes]:
    """The content of a member; raises Refused where a formula has no result."""
    before, is_sheet = b"", SHEET.fullmatch(name) is not None
    with archive.opened(name) as content:
        while chunk := archive.read(content, name, READ_BYTES):
            if is_sheet and UNSOLVED.search(before + chunk):
                what = "formulas without results: open it in a spreadsheet program and save it"
                raise Refused("unsupported_format", what)
            before = chunk[-OVERLAP:]
            yield chunk


@contextmanager
def _told() -> Iterator[Any]:
    """Damage as one kind of error: the library raises whatever it stumbles over."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise pa.ArrowInvalid(f"{error or type(error).__name__}") from error
