"""Iceberg tables: made from the contracts, filled with Parquet files that are already written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyiceberg import types as t
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.expressions import AlwaysTrue
from pyiceberg.schema import Schema
from pyiceberg.table import Table

from contracts import Column, Contract

SIMPLE = {
    "string": t.StringType(),
    "integer": t.IntegerType(),
    "bigint": t.LongType(),
    "boolean": t.BooleanType(),
    "date": t.DateType(),
    "timestamp": t.TimestamptzType(),
}


def open_catalog(lake: Path) -> Catalog:
    """The catalog of a lake in a folder."""
    lake.mkdir(parents=True, exist_ok=True)
    return SqlCatalog("lakehouse", uri=f"sqlite:///{lake}/catalog.db", warehouse=f"file://{lake}")


def table(catalog: Catalog, name: str, columns: Sequence[Column], location: Path) -> Table:
    """The table, created on first use. All columns may be null there: the jobs see to the rules."""
    catalog.create_namespace_if_not_exists(name.split(".")[0])
    fields = [
        t.NestedField(i, c.name, iceberg_type(c), required=False, doc=c.description)
        for i, c in enumerate(columns, 1)
    ]
    return catalog.create_table_if_not_exists(name, Schema(*fields), location=f"file://{location}")


def iceberg_type(column: Column) -> t.IcebergType:
    """The Iceberg type of a contract column."""
    return t.DecimalType(*column.precision) if column.is_decimal else SIMPLE[column.type]


def append(target: Table, files: Sequence[Path], properties: dict[str, str]) -> None:
    """Adds files in one commit."""
    if files:
        target.add_files([f"file://{f}" for f in files], snapshot_properties=properties)


def replace(target: Table, files: Sequence[Path], properties: dict[str, str]) -> None:
    """Makes the files the whole content of the table, in one commit."""
    with target.transaction() as change:
        if target.metadata.current_snapshot_id is not None:
            change.delete(AlwaysTrue(), snapshot_properties=properties)
        if files:
            change.add_files([f"file://{f}" for f in files], snapshot_properties=properties)


def data_files(source: Table) -> list[str]:
    """Paths of the files of the table's current snapshot."""
    paths = (task.file.file_path for task in source.scan().plan_files())
    return sorted(p.removeprefix("file://") for p in paths)


def bronze_columns(source: Contract, provenance: Contract) -> list[Column]:
    """A bronze table's columns: the dataset's as text, and where each record came from."""
    as_text = [Column(c.name, "string", c.description, c.example) for c in source.columns]
    return [*as_text, *provenance.columns]
