"""Reads records of a raw file once more, as they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from contracts import load
from lake_protocol.raw_names import archive_and_member
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, as_sent
from lakehouse.reader.tables.decoder import stop_decoders
from lakehouse.reader.zip_archive import opened
from lakehouse.storage.file_hash import file_hash


@dataclass(frozen=True)
class Sent:
    """A record's bytes (as UTF-8), and how they are written; None where that is JSON."""

    text: bytes
    dialect: Dialect | None


@dataclass
class _Wanted:
    numbers: pa.Array
    found: dict[int, Sent] = field(default_factory=dict)

    def take(self, records: Records) -> None:
        numbers, bad = records.numbers, records.bad
        if records.texts is not None and len(numbers):
            meant = pc.is_in(numbers, self.numbers)
            texts = records.texts.filter(meant)
            if records.dialect:
                texts = records.dialect.notation.original(texts)
            self._add(numbers.filter(meant), texts, records.dialect)
        meant = pc.is_in(bad.numbers, self.numbers)
        self._add(bad.numbers.filter(meant), bad.texts.filter(meant), records.dialect)

    def _add(self, numbers: pa.Array, texts: pa.Array, dialect: Dialect | None) -> None:
        for number, text in zip(numbers.to_pylist(), texts.to_pylist(), strict=True):
            self.found[number] = Sent(as_sent(text), dialect)


def sent(path: Path, version: str, dataset: str, numbers: Collection[int]) -> dict[int, Sent]:
    """Some records of a raw file by their numbers.

    Returns:
        None of them where the file is gone or another one by now, or its format has no text for
        each record.
    """
    outer, member = archive_and_member(str(path))
    if not Path(outer).is_file() or file_hash(outer) != version:
        return {}
    wanted = _Wanted(pa.array(sorted(numbers), pa.int64()))
    layout = Layout.of(load(f"source.{dataset}"))
    try:
        with opened(Path(outer).open("rb"), member) as file:
            verdict = read_file(path.name, file, layout, wanted.take, wanted.found.clear)
    finally:
        stop_decoders()
    return wanted.found if verdict.outcome.startswith("accept") else {}
