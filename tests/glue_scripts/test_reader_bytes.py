"""Compression, wrong names, and things that are no data files."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pyarrow as pa
import pyarrow.feather
import pytest

from tests.glue_scripts.judging import said

TEXT = b"a,b\n1,2\n3,4\n"


def packed(content: bytes) -> bytes:
    """Gzip without the time, so that names of cases are the same in every process."""
    return gzip.compress(content, mtime=0)


GZIP = packed(TEXT)
TABLE = pa.table({"a": [1, 2], "b": ["x", "y"]})


def _gzip(flags: int, extra: bytes, text: bytes = TEXT) -> bytes:
    body = zlib.compressobj(wbits=-15)
    data = body.compress(text) + body.flush()
    head = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\x03" + extra
    return head + data + struct.pack("<II", zlib.crc32(text), len(text))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv.gz", GZIP, "accept 2"),
        ("x.csv", GZIP, "accept 2"),
        ("x.gz", GZIP, "accept 2"),
        ("x.csv.gz", GZIP + packed(b"5,6\n"), "accept 3"),
        ("x.csv.gz", b"".join(packed(bytes([b])) for b in TEXT), "accept 2"),
        ("x.json.gz", b"".join(packed(bytes([b])) for b in b"\xef\xbb\xbf[1]"), "accept 1"),
        ("x.csv.gz", packed(b"") + GZIP + packed(b""), "accept 2"),
        ("x.csv.gz", GZIP + bytes(512), "accept 2"),
        ("x.csv.gz", _gzip(0x08, b"name.csv\0"), "accept 2"),
        ("x.csv.gz", _gzip(0x10, b"a comment\0"), "accept 2"),
        ("x.csv.gz", _gzip(0x04, b"\x04\0AB\0\0"), "accept 2"),
        ("x.csv.gz", packed(b""), "empty"),
        ("x.csv.gz", b"", "empty"),
        ("x.json.gz", packed(b"[1,2]"), "accept 2"),
        ("x.json.gz", packed(b"[1,2"), "reject not_json"),
        ("x.csv.gz", TEXT, "reject not_gzip"),
        ("x.csv.gz", b"\x1f", "reject not_gzip"),
        ("x.csv.gz", b"\x1f\x8b", "reject gzip_corrupt"),
        ("x.csv.gz", GZIP[:-1], "reject gzip_corrupt"),
        ("x.csv.gz", GZIP[:-8], "reject gzip_corrupt"),
        ("x.csv.gz", GZIP[:-8] + bytes(4) + GZIP[-4:], "reject gzip_corrupt"),
        ("x.csv.gz", GZIP[:-4] + bytes(4), "reject gzip_corrupt"),
        ("x.csv.gz", b"\x1f\x8b\x07" + GZIP[3:], "reject gzip_corrupt"),
        ("x.csv.gz", _gzip(0xE0, b""), "reject gzip_corrupt"),
        ("x.csv.gz", GZIP + b"more", "reject trailing_garbage"),
        ("x.csv.gz", GZIP + b"\0\0more", "reject trailing_garbage"),
        ("x.csv.gz", GZIP + bytes(512) + GZIP, "reject trailing_garbage"),
        ("x.csv.gz", GZIP + GZIP[:-3], "reject gzip_corrupt"),
        ("x.csv.gz", packed(GZIP), "reject unsupported_format"),
        # A letter that is UTF-8 is one wherever a member ends.
        (
            "x.csv.gz",
            packed(b"a,b\n\xff,2\n\xc3") + packed(b"\xa9,2\n"),
            "accept_with_quarantine 2 1 undecodable",
        ),
    ],
    ids=lambda x: repr(x)[:40],
)
def test_gzip(name: str, content: bytes, words: str) -> None:
    assert said(name, content) == words


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.csv", TEXT)
    return out.getvalue()


def _written(write: Callable[[pa.Table, pa.BufferOutputStream], object]) -> bytes:
    out = pa.BufferOutputStream()
    write(TABLE, out)
    return out.getvalue().to_pybytes()


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.txt", "x", "x.csv.gz"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_zip(), "unsupported_format"),
        (b"PK\x05\x06" + bytes(18), "unsupported_format"),
        (pa.compress(TEXT, "lz4", asbytes=True), "unsupported_format"),
        (_written(pyarrow.feather.write_feather), "unsupported_format"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unsupported_format"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "unsupported_format"),
        (b"SQLite format 3\0\x10\0\x01\x01", "unsupported_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8), "unsupported_format"),
        (b"<!DOCTYPE html>\n<html></html>", "unsupported_format"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "unsupported_format"),
        (bytes(100), "binary_content"),
        (bytes(range(256)), "binary_content"),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_what_is_no_data_file(name: str, content: bytes, reason: str) -> None:
    data = packed(content) if name.endswith(".gz") else content
    assert said(name, data) == f"reject {reason}"


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.ndjson", "x.parquet", "x.gz", "x.txt", "x"])
def test_no_bytes_are_an_empty_file_under_every_name(name: str) -> None:
    assert said(name, b"") == "empty"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.json", TEXT, "reject not_json"),
        ("x.parquet", TEXT, "reject not_parquet"),
        ("x.parquet", b"[1]", "reject not_parquet"),
        ("x.CSV", TEXT, "accept 2"),
        ("x.data", TEXT, "accept 2"),
        (".csv", TEXT, "accept 2"),
        ("x.", TEXT, "accept 2"),
        ("x.json.csv", TEXT, "accept 2"),
    ],
)
def test_names_that_claim_something(name: str, content: bytes, words: str) -> None:
    assert said(name, content) == words


def test_members_that_end_amid_much_output() -> None:
    rows = b"".join(b"%d,%s\n" % (n * 7919 % 1_000_003, b"x" * 60) for n in range(240_000))
    assert said("x.csv.gz", packed(b"a,b\n" + rows) + packed(rows)) == "accept 480000"
