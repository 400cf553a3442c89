"""Writes a gold table; what stands on the disk is held against what the engine computed.

The sums of the rows are taken on their way into the files and again out of them, in one pass of the
engine: nothing is computed twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame

from contracts import Column, Contract
from lakehouse.checksums.checked_file import CheckedFile
from lakehouse.errors.failure import JobFailed
from lakehouse.storage.seal import mark

SIMPLE = {
    "string": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", "UTC"),
}


@dataclass(frozen=True)
class Written:
    """The files of a table.

    Attributes:
        marks: File -> the mark of its bytes.
        rows: Rows in all.
        sums: Decimal column -> its sum. It may mix currencies: it says whether all rows are there.
    """

    marks: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)


def write(rows: DataFrame, contract: Contract, folder: str) -> Written:
    """Writes the rows of a table below a folder.

    Raises:
        JobFailed: a required value is missing, or a file does not hold what was computed.
    """
    task = partial(_write, columns=contract.columns, folder=folder)
    found = rows.select(*contract.column_names).mapInArrow(task, "told string").collect()
    files = [json.loads(row.told) for row in found]
    if faults := sorted(file["fault"] for file in files if file["fault"]):
        raise JobFailed(f"{contract.id}: {faults[0]}; nothing was published")
    decimals = [c.name for c in contract.columns if c.is_decimal]
    return Written(
        {file["path"]: file["mark"] for file in files},
        sum(file["rows"] for file in files),
        {name: sum((Decimal(f["sums"][name]) for f in files), Decimal(0)) for name in decimals},
    )


def _write(
    batches: Iterable[pa.RecordBatch], columns: Sequence[Column], folder: str
) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: rows come in; what became of them goes out."""
    schema = pa.schema([(column.name, arrow_type(column)) for column in columns])
    sums = {column.name: Decimal(0) for column in columns if column.is_decimal}
    fault = None
    with CheckedFile(f"{folder}/{uuid4().hex}.parquet", schema, schema.names) as file:
        for batch in batches:
            rows = pa.Table.from_batches([batch]).cast(schema)
            fault = fault or _missing(rows, columns)
            file.take(rows)
            for name in sums:
                sums[name] += pc.sum(rows[name]).as_py() or 0
    if not file.content.rows:
        file.discard()
        return
    if file.found() != file.content:
        fault = f"{file.path} does not hold what was computed"
    told = {
        "path": file.path,
        "mark": mark(file.path),
        "rows": file.content.rows,
        "sums": {name: str(total) for name, total in sums.items()},
        "fault": fault,
    }
    yield pa.RecordBatch.from_pydict({"told": [json.dumps(told)]})


def _missing(rows: pa.Table, columns: Sequence[Column]) -> str | None:
    names = (c.name for c in columns if c.required and rows[c.name].null_count)
    return next((f"{name} is null in a row; its contract says required" for name in names), None)


def arrow_type(column: Column) -> pa.DataType:
    """How a column is written."""
    return pa.decimal128(*column.precision) if column.is_decimal else SIMPLE[column.type]
