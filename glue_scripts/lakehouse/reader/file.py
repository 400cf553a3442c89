"""Reads one file from its first byte to its last and gives the verdict on it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from lakehouse.reader import sniff
from lakehouse.reader.blocks import MAX_RECORD_BYTES, ends_lines_with_cr, lines_in_blocks
from lakehouse.reader.decompress import gzip_chunks, plain_chunks
from lakehouse.reader.delimited import read_delimited
from lakehouse.reader.encoding import Encoding, EncodingDoubt, of_head, survey, to_utf8
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.json_document import read_document
from lakehouse.reader.json_lines import is_lines, read_lines
from lakehouse.reader.layout import Layout
from lakehouse.reader.parquet import read_parquet
from lakehouse.reader.records import Records
from lakehouse.reader.settlement import Settlement
from lakehouse.reader.tally import count
from lakehouse.reader.verdict import Facts, Refused, Verdict, accepted, none_readable, refused

HEAD_BYTES = 1 << 16
JSON_WHITE = b" \t\r\n"
# A single line that is no line of many: of a dataset an object is read like a document, too.
ARRAY_OF_OBJECTS = re.compile(r"\s*\[\s*\{")
ONE_DOCUMENT = re.compile(r"\s*(\[\s*)?\{")
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
    reading = _Reading(name, file, layout)
    facts, settled = reading.facts, Settlement(folders or FolderValues(), layout)

    def start_again() -> None:
        forget()
        settled.forget()

    try:
        for records in reading.records(start_again):
            count(facts, records)
            take(settled.of(records))
            _refuse_hopeless(facts)
    except Refused as refusal:
        return refused(facts, refusal)
    if facts.records == 0 and facts.format != "json" and facts.format != "parquet":
        return refused(facts, Refused("empty", "a header, and no records"))
    facts.notes += settled.notes()
    return accepted(facts)


def _refuse_hopeless(facts: Facts) -> None:
    """Raises Refused where nothing but bad records came for so long that none will come."""
    if facts.records == facts.bad_records > HOPELESS_RECORDS and facts.format != "json":
        raise Refused("no_readable_record", none_readable(facts))


class _Reading:
    """One file, and what has been found out about it."""

    def __init__(self, name: str, file: BinaryIO, layout: Layout) -> None:
        self._file, self._layout = file, layout
        raw = self._raw_head()
        self._has_bytes = bool(raw)
        self.facts = Facts(compression="gzip" if raw and sniff.is_gzip(name, raw) else "none")
        ends = sniff.suffixes(name)
        gz = ends[:1] == ["gz"]
        self._suffix = ends[1:2] if gz else ends[:1] or [""]
        self._claim = self._suffix[0] if self._suffix else None
        self._white: bytes | None = None  # All that Python knows.
        self._separated = False  # By marks before each value, as in `application/json-seq`.

    def records(self, forget: Forget) -> Iterator[Records]:
        head = self._head(self._chunks())
        if not head:
            raise Refused("empty", "no bytes")
        if sniff.claims_parquet(self._claim, head):
            self.facts.format = "parquet"
            yield from self._parquet()
            return
        sniff.refuse_foreign(head)
        try:
            yield from self._text(of_head(head))
        except EncodingDoubt:
            forget()
            self.facts.forget_records()
            yield from self._text(survey(self._chunks()))

    def _raw_head(self) -> bytes:
        self._file.seek(0)
        return self._file.read(2)

    def _chunks(self) -> Iterator[bytes]:
        self._file.seek(0)
        return (
            gzip_chunks(self._file)
            if self.facts.compression == "gzip"
            else plain_chunks(self._file)
        )

    def _head(self, chunks: Iterator[bytes]) -> bytes:
        """The first bytes of the content; a tiny first member is no reason to see less."""
        head = b""
        for chunk in chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
        return head[:HEAD_BYTES]

    def _parquet(self) -> Iterator[Records]:
        if self.facts.compression == "none":
            yield from read_parquet(self._file, self._layout, self.facts.notes.append)
            return
        # Parquet is read from its end: gzip around it has to be unwrapped first, on disk.
        with tempfile.TemporaryFile() as unwrapped:
            for chunk in self._chunks():
                unwrapped.write(chunk)
            unwrapped.flush()
            yield from read_parquet(unwrapped, self._layout, self.facts.notes.append)

    def _text(self, encoding: Encoding) -> Iterator[Records]:
        self.facts.encoding = encoding.name
        head = self._head(self._utf8(encoding))
        if sniff.is_sequence(head):
            self._separated = True
            head = self._head(self._utf8(encoding))
        if not head:
            raise Refused("empty", "nothing but white space")
        sniff.refuse_binary(head)
        if sniff.text_kind(self._claim, head) == "json":
            yield from self._json(_json_encoding(encoding), cr=ends_lines_with_cr(head))
            return
        if encoding.unknown:
            raise Refused("unknown_encoding", f"{encoding.unknown}: save it as UTF-8")
        self.facts.format = "csv"
        blocks = lines_in_blocks(self._utf8(encoding), cr=ends_lines_with_cr(head))
        yield from read_delimited(blocks, self._claim, self._layout, self.facts.notes)

    def _json(self, encoding: Encoding, *, cr: bool) -> Iterator[Records]:
        self.facts.encoding = encoding.name
        self._white = JSON_WHITE
        head, complete = self._first_lines(encoding, cr=cr)
        text = head.decode("utf-8", "ignore")
        document = (ONE_DOCUMENT if self._layout.keeps_values else ARRAY_OF_OBJECTS).match(text)
        enough = 1 if self._claim in ("ndjson", "jsonl") and not document else 2
        if is_lines(text, complete=complete, enough=enough):
            self.facts.format = "ndjson"
            yield from read_lines(lines_in_blocks(self._utf8(encoding), cr=cr), self._layout)
        else:
            self.facts.format = "json"
            again = _Text(lambda: self._utf8(encoding))
            yield from read_document(again, self._layout, self.facts.notes.append)

    def _first_lines(self, encoding: Encoding, *, cr: bool) -> tuple[bytes, bool]:
        """Some lines, two at least if they are no longer than records, and whether that is all."""
        head, end = b"", b"\r" if cr else b"\n"
        for chunk in self._utf8(encoding):
            head += chunk
            enough = len(head) >= HEAD_BYTES and head.count(end, 0, -1) > 1
            if enough or len(head) > MAX_RECORD_BYTES + HEAD_BYTES:
                return head.replace(b"\r", b"\n") if cr else head, False
        return head.replace(b"\r", b"\n") if cr else head, True

    def _utf8(self, encoding: Encoding) -> Iterator[bytes]:
        """The text from its first line on that is not blank."""
        chunks = to_utf8(self._chunks(), encoding)
        if self._separated:
            chunks = (chunk.replace(sniff.RECORD_SEPARATOR, b"\n") for chunk in chunks)
        for chunk in chunks:
            if text := chunk.lstrip(self._white):
                before = chunk[: -len(text)]
                yield chunk[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :]
                break
        yield from chunks


class _Text:
    """A text that can be read more than once."""

    def __init__(self, read: Callable[[], Iterator[bytes]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[bytes]:
        return self._read()


def _json_encoding(encoding: Encoding) -> Encoding:
    """JSON is Unicode by definition: other bytes are damage, no matter what they may look like."""
    return encoding if encoding.is_unicode else replace(encoding, name="utf-8", damaged=True)
