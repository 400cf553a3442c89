"""Reads sample files twice: first what their columns are called, then their values, onto disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from contracts import Contract
from edp.errors import EdpError
from lakehouse.reader.file import Forget, Take, read_file
from lakehouse.reader.json_record import parse_record
from lakehouse.reader.json_value import listed_values
from lakehouse.reader.layout import RESCUED, Layout
from lakehouse.reader.nested import LISTS
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Verdict
from lakehouse.reader.wrappers import unwrapped

# Of arrays inside records so many are looked into.
ARRAYS = 100


@dataclass
class Names:
    """What one file calls its columns.

    Attributes:
        filled: name -> records in which it has a value.
        records: how many there are.
        arrays: names whose values are arrays of objects -> some of those arrays.
        around: the name of the array in the file's only object that holds the records, if so.
    """

    filled: Counter[str] = field(default_factory=Counter)
    records: int = 0
    arrays: dict[str, list[str]] = field(default_factory=dict)
    around: str | None = None

    def take(self, records: Records) -> None:
        """Counts the next records, which no contract knows: all columns are rescued."""
        self.records += len(records.numbers)
        rescued = records.columns.get(RESCUED)
        for text in [] if rescued is None else rescued.to_pylist():
            self._count(json.loads(text) if text else {})

    def _count(self, record: dict[str, str]) -> None:
        for name, value in record.items():
            self.filled[unwrapped(name, record) or name] += 1
            if LISTS.match(value) and len(known := self.arrays.setdefault(name, [])) < ARRAYS:
                known.append(value)

    def forget(self) -> None:
        """Reading starts again."""
        self.filled, self.records, self.arrays = Counter(), 0, {}

    def unwrap(self) -> None:
        """Takes a file's only object for what stands around its records, if it has one array."""
        lists = [(n, t) for n, texts in self.arrays.items() for t in texts]
        inner = listed_values(lists[0][1][1:-1]) if self.records == len(lists) == 1 else None
        if not inner or len(inner) < 2:
            return
        self.forget()
        self.around = lists[0][0]
        for value in inner:
            self._count({n: v for n, v in parse_record(value).items() if v})
        self.records = len(inner)


@dataclass(frozen=True)
class Sample:
    """The records of a file in columns of text, on disk.

    Attributes:
        file: whose they are.
        path: Parquet, with the columns of the layout.
        native: columns whose values all came as numbers of the format.
        verdict: of the reader.
    """

    file: Path
    path: Path
    native: frozenset[str]
    verdict: Verdict

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The records, some at a time."""
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(1 << 16, columns=columns):
                yield pa.Table.from_batches([batch])


def names_of(file: Path) -> tuple[Names, Verdict]:
    """What a file calls its columns."""
    found = Names()
    verdict = _read(file, Layout((), {}), found.take, found.forget)
    found.unwrap()
    return found, verdict


def sample_of(file: Path, contract: Contract, target: Path) -> Sample:
    """The records of a file by the names that a contract knows."""
    spill = _Spill(target, contract)
    verdict = _read(file, Layout.of(contract), spill.take, spill.forget)
    spill.close()
    return Sample(file, target, spill.native, verdict)


def _read(file: Path, layout: Layout, take: Take, forget: Forget) -> Verdict:
    def read(source: BinaryIO) -> Verdict:
        return read_file(file.name, source, layout, take, forget)

    return _opened(file, read)


def _opened(file: Path, read: Callable[[BinaryIO], Verdict]) -> Verdict:
    if file.exists() and not file.is_file():
        raise EdpError(f"{file} is not a regular file: name the files in it")
    try:
        with file.open("rb") as source:
            return read(source)
    except OSError as error:
        raise EdpError(f"{file}: {error.strerror or error}") from error


class _Spill:
    def __init__(self, target: Path, contract: Contract) -> None:
        self._target = target
        self._schema = pa.schema([(name, pa.string()) for name in contract.column_names])
        self.forget()

    def forget(self) -> None:
        """Starts again from nothing."""
        self._texts: set[str] = set()
        self._numbers: set[str] = set()
        self._writer = pq.ParquetWriter(self._target, self._schema)

    def take(self, records: Records) -> None:
        rows = len(records.numbers)
        columns = [records.columns.get(n, pa.nulls(rows, pa.string())) for n in self._schema.names]
        for name, values in zip(self._schema.names, columns, strict=True):
            if values.null_count < rows:
                (self._numbers if name in records.native else self._texts).add(name)
        self._writer.write_table(pa.table(columns, self._schema))

    def close(self) -> None:
        self._writer.close()

    @property
    def native(self) -> frozenset[str]:
        return frozenset(self._numbers - self._texts)
