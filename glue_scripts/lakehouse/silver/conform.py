"""Bronze records of earlier contracts, as the present one has them.

Bronze keeps what its contract did not know: columns in `_rescued`, folder values in the path of the
file. So a column or an alias that a contract gets later is filled from the past, and what a
contract no longer has goes to `_rescued`. Files that were taken under the present names are read
as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contracts import Contract, fold, load
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.columns import with_others
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.json_value import Record
from lakehouse.reader.layout import RESCUED, Layout
from lakehouse.reader.records import Records
from lakehouse.storage import storage

BATCH_ROWS = 1 << 16
# Before the name of a column that a value has in bronze; no file has it.
OWN = "\0"


def fitted(rows: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    """The columns of a schema; those that the rows lack are null."""
    there = set(rows.schema.names)
    columns = [
        rows.column(f.name) if f.name in there else pa.nulls(rows.num_rows, f.type) for f in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def bronze_batches(
    path: str, contract: Contract, *, conform: bool
) -> Iterator[tuple[pa.RecordBatch, pa.Table]]:
    """The records of a bronze file, a batch at a time: as they stand there, and for this contract.

    Args:
        path: The file.
        contract: The source contract of now.
        conform: Whether the file was taken under other names of columns.
    """
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            if conform:
                yield batch, conformed(batch, contract)
            else:
                yield batch, fitted(batch, bronze_schema(contract))


def conformed(rows: pa.RecordBatch, contract: Contract) -> pa.Table:
    """Records of one bronze file, as the reader would give them under this contract.

    Args:
        rows: Records of a bronze file, with the columns of the contract that they were taken by.
        contract: The source contract of now.
    """
    table, layout = fitted(rows, bronze_schema(contract)), _with_own_names(Layout.of(contract))
    affected = _affected(rows, layout)
    if pc.any(affected).as_py():
        table = _settled(table, rows, affected, layout)
    return _with_folders(table, layout) if table.num_rows else table


def _with_own_names(layout: Layout) -> Layout:
    """The layout, knowing the columns of bronze from names in files that are spelled alike."""
    own = {fold(f"{OWN}{column}"): column for column in layout.columns}
    return replace(layout, names=own | (layout.names or {}))


def _affected(rows: pa.RecordBatch, layout: Layout) -> pa.Array:
    """Records with something that the layout places elsewhere."""
    gone = [pc.is_valid(rows[name]) for name in _gone(rows, layout)]
    rescued = pc.is_valid(rows[RESCUED])
    for there in gone:
        rescued = pc.or_(rescued, there)
    return rescued


def _gone(rows: pa.RecordBatch, layout: Layout) -> list[str]:
    """Columns of an earlier contract that the layout does not have."""
    kept = {*layout.columns, *load("bronze.record").column_names}
    return [name for name in rows.schema.names if name not in kept]


def _settled(table: pa.Table, rows: pa.RecordBatch, affected: pa.Array, layout: Layout) -> pa.Table:
    there = [n for n in (*layout.columns, *_gone(rows, layout)) if n in rows.schema.names]
    columns = [rows[name].filter(affected).to_pylist() for name in there]
    names = [f"{OWN}{name}" if name in layout.columns else name for name in there]
    rescued = rows[RESCUED].filter(affected).to_pylist()
    found = layout.values_of_records(list(_records(names, columns, rescued)))
    for name in (*layout.columns, RESCUED):
        values = pa.array(found.get(name, [None] * len(rescued)), pa.string())
        place = table.column_names.index(name)
        whole = table[name].combine_chunks()
        table = table.set_column(place, name, with_others(whole, affected, values))
    return table


def _records(
    names: list[str], columns: list[list[str | None]], rescued: list[str | None]
) -> Iterator[Record]:
    """Records under the names that their columns had; those of the contract come first."""
    for *values, more in zip(*columns, rescued, strict=True):
        known = {n: v for n, v in zip(names, values, strict=True) if v is not None}
        yield known | {
            n: v for n, v in (json.loads(more) if more else {}).items() if n not in known
        }


def _with_folders(table: pa.Table, layout: Layout) -> pa.Table:
    """Values that only the folders of the file say."""
    folders = table["_source_uri"][0].as_py().split("/")[:-1]
    values = FolderValues.of(folders, layout)
    good = pc.is_null(table["_defect"])
    columns = {name: table[name].combine_chunks() for name in values.values}
    filled = values.fill(Records(columns, table["_record_no"]))
    for name in values.values:
        chosen = pc.if_else(good, filled.columns[name], columns[name])
        table = table.set_column(table.column_names.index(name), name, chosen)
    return table


def gained(conformed: pa.Table, rows: pa.RecordBatch, contract: Contract) -> pa.Table:
    """The values that records got by being conformed; null where they had one before."""
    before = fitted(rows, bronze_schema(contract))
    for name in contract.column_names:
        new = pc.if_else(pc.is_null(before[name]), conformed[name], pa.scalar(None, pa.string()))
        conformed = conformed.set_column(conformed.column_names.index(name), name, new)
    return conformed
