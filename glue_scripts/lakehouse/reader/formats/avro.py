"""Avro: block by block, each up to the mark that the file chose for its ends."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, BinaryIO

import pyarrow as pa

from lakehouse.reader.expansion import BOMB_RATIO
from lakehouse.reader.tables.avro_types import Types, is_mixed
from lakehouse.reader.tables.table import rows_at_once
from lakehouse.reader.tables.values import written
from lakehouse.reader.verdict import Refused

SUFFIXES = ("avro",)
MAGIC = b"Obj\x01"
MARK_BYTES, SUM_BYTES = 16, 4
# Records of no bytes are as many as a block says.
MOST_OF_NOTHING = 1_000_000
# The name of a column where records are no objects.
VALUE = "value"


def begins(head: bytes) -> bool:
    """Whether content that begins so claims to be Avro."""
    return head.startswith(MAGIC)


def opened(source: BinaryIO) -> Avro:
    """The file, from its schema on."""
    return Avro(source)


def reason(error: Exception) -> str | None:
    """What an error means that is no damage."""
    return "unsupported_format" if "codec" in str(error) else None


class Avro:
    """An Avro file (`tables.table.Table`)."""

    def __init__(self, source: BinaryIO) -> None:
        # Only this process needs it, and only for such files.
        import fastavro

        self._source = source
        with _told():
            self._blocks = fastavro.block_reader(source)
            schema: Any = fastavro.parse_schema(self._blocks.writer_schema)
        self._is_record = isinstance(schema, dict) and schema["type"] == "record"
        fields = schema["fields"] if self._is_record else [{"name": VALUE, "type": schema}]
        self._mixed = [field["name"] for field in fields if is_mixed(field["type"])]
        types = Types()
        self.schema = pa.schema([(field["name"], types.of(field["type"])) for field in fields])
        self.notes: list[str] = []

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows; raises ArrowInvalid where a block is damaged or the last one cut."""
        records = chain.from_iterable(self._records())
        size = rows_at_once(len(self.schema))
        while True:
            with _told():
                rows = [self._row(record) for record in islice(records, size)]
                batch = pa.RecordBatch.from_pylist(rows, schema=self.schema)
            if not rows:
                break
            yield batch
        self._assert_whole()

    def _records(self) -> Iterator[Iterator[Any]]:
        for block in self._blocks:
            if block.num_records > MOST_OF_NOTHING + BOMB_RATIO * block.size:
                what = f"a block of {block.size} bytes is to have {block.num_records} records"
                raise Refused("bomb", what)
            if self._blocks.codec == "snappy":
                self._assert_sum(block)
            yield iter(block)

    def _assert_sum(self, block: Any) -> None:
        """Snappy's blocks have a checksum, which the library passes over."""
        raw = os.pread(self._source.fileno(), block.size, block.offset)
        said = raw[-MARK_BYTES - SUM_BYTES : -MARK_BYTES]
        if zlib.crc32(block.bytes_.getvalue()) != int.from_bytes(said, "big"):
            raise pa.ArrowInvalid(f"the checksum of the block at {block.offset} is another one")

    def _row(self, record: Any) -> dict[str, Any]:
        row: dict[str, Any] = record if self._is_record else {VALUE: record}
        return row | {name: written(row[name]) for name in self._mixed}

    def _assert_whole(self) -> None:
        """The library takes a file that ends within the head of a block for one that is whole."""
        size = os.fstat(self._source.fileno()).st_size
        self._source.seek(max(size - MARK_BYTES, 0))
        if self._source.read() != self._mark:
            raise pa.ArrowInvalid("the last block is cut")

    @property
    def _mark(self) -> bytes:
        mark: bytes = self._blocks._header["sync"]
        return mark


@contextmanager
def _told() -> Iterator[None]:
    """Damage as one kind of error: the library raises whatever its decoding stumbles over."""
    try:
        yield
    except (Refused, MemoryError, OverflowError, pa.ArrowException):
        raise
    except Exception as error:
        raise pa.ArrowInvalid(f"{error or type(error).__name__}") from error
