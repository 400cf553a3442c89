"""Files whose bytes are damaged, and files with nothing in them."""

from __future__ import annotations

import gzip
from io import BytesIO

import pyarrow.parquet as pq

from generator.kinds.files import CSV_WAYS, GZIP_WAYS, damage


@damage(GZIP_WAYS, reason="gzip_corrupt")
def truncated_gzip(data: bytes) -> bytes:
    """A gzip file of which the end is missing."""
    return data[: max(20, len(data) * 3 // 5)]


@damage(GZIP_WAYS, reason="gzip_corrupt")
def gzip_with_bad_crc(data: bytes) -> bytes:
    """A gzip file whose checksum does not fit its content."""
    return data[:-8] + bytes([data[-8] ^ 0xFF]) + data[-7:]


@damage(GZIP_WAYS, reason="trailing_garbage")
def garbage_after_gzip(data: bytes) -> bytes:
    """Bytes that are no gzip stream after the last one."""
    return data + b"garbage after the end"


@damage(GZIP_WAYS)
def zeros_after_gzip(data: bytes) -> bytes:
    """Zero padding after the last gzip stream: allowed."""
    return data + bytes(512)


@damage(("parquet",), reason="parquet_corrupt")
def truncated_parquet(data: bytes) -> bytes:
    """A Parquet file of which the end is missing."""
    return data[: len(data) * 2 // 3]


@damage(("parquet",), reason="parquet_corrupt")
def corrupt_parquet_page(data: bytes) -> bytes:
    """A Parquet file with a sound footer and a destroyed page."""
    column = pq.ParquetFile(BytesIO(data)).metadata.row_group(0).column(0)
    start = column.data_page_offset
    return data[:start] + b"\xff" * 24 + data[start + 24 :]


@damage(("json_array",), reason="not_json")
def torn_json_document(data: bytes) -> bytes:
    """A JSON document of which the end is missing."""
    return data[: len(data) * 3 // 4].rstrip(b"]\n }")


@damage(("json_array",), reason="not_json")
def comment_in_json_document(data: bytes) -> bytes:
    """A JSON document with a comment, which JSON does not have."""
    at = data.index(b"{", len(data) // 3) + 1
    return data[:at] + b"/* exported by hand */" + data[at:]


@damage(("csv",), reason="no_header", drift=False)
def csv_without_header(data: bytes) -> bytes:
    """Delimited text that begins with a record."""
    return data.split(b"\n", 1)[1]


@damage(("csv",), empty=True, formless=True, drift=False)
def file_of_no_bytes(_data: bytes) -> bytes:
    """A file without a byte."""
    return b""


@damage(("txt_csv",), empty=True, formless=True, drift=False)
def file_of_blanks(_data: bytes) -> bytes:
    """A file of nothing but white space."""
    return b"  \n\n\t\n"


@damage(GZIP_WAYS, empty=True, formless=True, drift=False)
def gzip_of_nothing(_data: bytes) -> bytes:
    """A sound gzip file that holds not a byte."""
    return gzip.compress(b"", mtime=0)


@damage(CSV_WAYS, empty=True, drift=False)
def file_of_a_header(data: bytes) -> bytes:
    """A header and nothing else."""
    return data
