"""Reads one file from its first byte to its last and gives the verdict on it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, NoReturn

from lakehouse.reader import sniff
from lakehouse.reader.blocks import lines_in_blocks
from lakehouse.reader.decompress import gzip_chunks, plain_chunks
from lakehouse.reader.delimited import read_delimited, sniff_dialect
from lakehouse.reader.encoding import Encoding, EncodingDoubt, by_mark, survey, to_utf8
from lakehouse.reader.json_document import read_document
from lakehouse.reader.json_lines import is_lines, read_lines
from lakehouse.reader.layout import Layout
from lakehouse.reader.parquet import read_parquet
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Facts, Refused, Verdict, accepted, refused

HEAD_BYTES = 1 << 16
Take = Callable[[Records], None]
Forget = Callable[[], None]


def read_file(name: str, file: BinaryIO, layout: Layout, take: Take, forget: Forget) -> Verdict:
    """Reads a file and hands its records on as they come.

    Args:
        name: its name, for what the suffixes claim.
        file: its bytes; seekable.
        layout: what the dataset's columns are called.
        take: receives the records. What it got is void unless the verdict is an acceptance.
        forget: called when reading starts again: what was taken so far is void.
    """
    reading = _Reading(name, file, layout)
    facts = reading.facts
    try:
        for records in reading.records(forget):
            facts.records += len(records.numbers) + len(records.bad)
            facts.bad_records += len(records.bad)
            take(records)
    except Refused as refusal:
        return refused(facts, refusal)
    if facts.records == 0 and facts.format != "json" and facts.format != "parquet":
        return refused(facts, Refused("empty", "a header, and no records"))
    return accepted(facts)


class _Reading:
    """One file, and what has been found out about it."""

    def __init__(self, name: str, file: BinaryIO, layout: Layout) -> None:
        self._file, self._layout = file, layout
        self.facts = Facts(compression="gzip" if sniff.is_gzip(name, self._raw_head()) else "none")
        ends = sniff.suffixes(name)
        gz = ends[:1] == ["gz"]
        self._suffix = ends[1:2] if gz else ends[:1] or [""]
        self._claim = self._suffix[0] if self._suffix else None

    def records(self, forget: Forget) -> Iterator[Records]:
        head = self._head()
        if not head:
            raise Refused("empty", "no bytes")
        if sniff.claims_parquet(self._claim, head):
            self.facts.format = "parquet"
            yield from self._parquet()
            return
        sniff.refuse_foreign(head)
        try:
            yield from self._text(by_mark(head) or _encoding_of(head))
        except EncodingDoubt:
            forget()
            self.facts.records = self.facts.bad_records = 0
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

    def _head(self) -> bytes:
        """The first bytes of the content; a tiny first member is no reason to see less."""
        head = b""
        for chunk in self._chunks():
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
        return head[:HEAD_BYTES]

    def _parquet(self) -> Iterator[Records]:
        if self.facts.compression == "none":
            self._file.seek(0)
            yield from read_parquet(self._file, self._layout)
            return
        # Parquet is read from its end: gzip around it has to be unwrapped first, on disk.
        with tempfile.TemporaryFile() as unwrapped:
            for chunk in self._chunks():
                unwrapped.write(chunk)
            unwrapped.seek(0)
            yield from read_parquet(unwrapped, self._layout)

    def _text(self, encoding: Encoding) -> Iterator[Records]:
        self.facts.encoding = encoding.name
        head = self._text_head(encoding)
        sniff.refuse_binary(head)
        if not head.strip():
            self._refuse_blank(encoding)
        text = head.decode("utf-8", "ignore")
        chunks = to_utf8(self._chunks(), encoding)
        if sniff.text_kind(self._claim, head) == "json":
            yield from self._json(text, chunks, complete=len(head) < HEAD_BYTES)
            return
        self.facts.format = "csv"
        dialect = sniff_dialect(
            text.replace("\r\n", "\n").replace("\r", "\n"), self._claim, self._layout
        )
        yield from read_delimited(lines_in_blocks(chunks), dialect, self._layout)

    def _json(self, text: str, chunks: Iterator[bytes], *, complete: bool) -> Iterator[Records]:
        enough = 1 if self._claim in ("ndjson", "jsonl") and text.lstrip()[:1] != "[" else 2
        if is_lines(text, complete=complete, enough=enough):
            self.facts.format = "ndjson"
            yield from read_lines(lines_in_blocks(chunks), self._layout)
        else:
            self.facts.format = "json"
            yield from read_document(chunks, self._layout)

    def _text_head(self, encoding: Encoding) -> bytes:
        head = b""
        for chunk in to_utf8(self._chunks(), encoding):
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
        return head[:HEAD_BYTES]

    def _refuse_blank(self, encoding: Encoding) -> NoReturn:
        for chunk in to_utf8(self._chunks(), encoding):
            if chunk.strip():
                raise Refused("binary_content", "64 KiB of white space before the first record")
        raise Refused("empty", "nothing but white space")


def _encoding_of(head: bytes) -> Encoding:
    """A first guess; plain UTF-8 is checked while reading, so only UTF-16 must be seen here."""
    guess = survey([head])
    return guess if guess.name.startswith("utf-16") else replace(Encoding("utf-8"))
