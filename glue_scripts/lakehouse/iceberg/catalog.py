"""Iceberg tables: made from the contracts, filled with Parquet files that are already written."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg import types as t
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError, ValidationError
from pyiceberg.expressions import AlwaysTrue
from pyiceberg.schema import Schema
from pyiceberg.table import Table

from contracts import LAYERS, Column, Contract
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.iceberg.evolution import evolve
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage
from lakehouse.storage.surroundings import iceberg_properties

GLUE = "glue"
# How readers of metadata end when bytes of it are gone or others.
BROKEN = (
    FileNotFoundError,
    ValueError,
    ValidationError,
    EOFError,
    LookupError,
    AssertionError,
    zlib.error,
)
DAMAGE = re.compile("not a database|malformed|no such (table|column)|has no column")
LOCAL = "file://"
SIMPLE = {
    "string": t.StringType(),
    "integer": t.IntegerType(),
    "bigint": t.LongType(),
    "boolean": t.BooleanType(),
    "date": t.DateType(),
    "timestamp": t.TimestamptzType(),
}


def open_catalog(settings: Settings) -> Catalog:
    """The Glue Data Catalog, whose databases are there, or one in an SQLite file."""
    return _glue() if settings.catalog == GLUE else _sqlite(Path(settings.catalog))


def _glue() -> Catalog:
    from pyiceberg.catalog.glue import GlueCatalog

    return GlueCatalog("lakehouse", **iceberg_properties())


def _sqlite(file: Path) -> Catalog:
    from pyiceberg.catalog.sql import SqlCatalog

    file.parent.mkdir(parents=True, exist_ok=True)
    with _in_order(str(file)):
        catalog = SqlCatalog("lakehouse", uri=f"sqlite:///{file}", **iceberg_properties())
        for layer in LAYERS:
            catalog.create_namespace_if_not_exists(layer)
    return catalog


@contextmanager
def _in_order(what: str) -> Iterator[None]:
    """Says what is damaged, and what to do, where libraries only say how they noticed."""
    from sqlalchemy.exc import DatabaseError

    try:
        yield
    except (*BROKEN, DatabaseError) as error:
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        if isinstance(error, DatabaseError) and not DAMAGE.search(why):
            raise  # The disk is full, say.
        raise JobFailed(f"{what} is damaged ({why}); {FROM_BRONZE}") from error


def table(catalog: Catalog, name: str, columns: Sequence[Column], location: str) -> Table:
    """The table, created on first use, with all of the columns as their contract has them now.

    All columns may be null there: the jobs see to the rules.
    """
    found = find_table(catalog, name)
    if found is None:
        return catalog.create_table(name, _schema(columns), location=_uri(location))
    evolve(found, _schema(columns))
    return found


def find_table(catalog: Catalog, name: str) -> Table | None:
    """The table, if it was ever created; raises JobFailed when it cannot be read."""
    try:
        with _in_order(f"table {name}"):
            return catalog.load_table(name)
    except NoSuchTableError:
        return None


def _readable(source: Table) -> AbstractContextManager[None]:
    return _in_order(f"table {'.'.join(source.name()[-2:])}")


def ingests(source: Table) -> set[str]:
    """The ingests whose files were ever added to a bronze table."""
    summaries = (s.summary for s in source.snapshots() if s.summary is not None)
    return {str(number) for s in summaries if (number := s.get("ingest_id")) is not None}


def _schema(columns: Sequence[Column]) -> Schema:
    fields = [
        t.NestedField(i, c.name, iceberg_type(c), required=False, doc=c.description)
        for i, c in enumerate(columns, 1)
    ]
    return Schema(*fields)


def iceberg_type(column: Column) -> t.IcebergType:
    """The Iceberg type of a contract column."""
    return t.DecimalType(*column.precision) if column.is_decimal else SIMPLE[column.type]


def append(target: Table, files: Sequence[str], properties: dict[str, str]) -> None:
    """Adds files in one commit."""
    if files:
        with _readable(target):
            _make_room(target, files[0])
            target.add_files([_uri(f) for f in files], snapshot_properties=properties)


def remove(target: Table, files: Collection[str]) -> None:
    """Takes files out in one commit; those that are not there any more do not matter."""
    with _readable(target):
        there = [task.file for task in target.scan().plan_files()]
        gone = [file for file in there if file.file_path.removeprefix(LOCAL) in files]
        if gone:
            with target.transaction() as change, change.update_snapshot().overwrite() as snapshot:
                for file in gone:
                    snapshot.delete_data_file(file)


def _make_room(target: Table, file: str) -> None:
    """Gives the table the columns of a file, which may have been written by another contract."""
    system, inside = storage(file).arrow(file)
    known = target.schema().column_names
    written = [
        field for field in pq.read_schema(inside, filesystem=system) if field.name not in known
    ]
    if written:
        with target.update_schema() as change:
            change.union_by_name(pa.schema(written))


def replace(target: Table, files: Sequence[str], properties: dict[str, str]) -> None:
    """Makes the files the whole content of the table, in one commit."""
    with _readable(target), target.transaction() as change:
        if int(_summary(target).get("total-data-files") or 0):
            change.delete(AlwaysTrue(), snapshot_properties=properties)
        if files:
            change.add_files([_uri(f) for f in files], snapshot_properties=properties)


def data_files(source: Table, snapshot_id: int | None = None) -> list[str]:
    """Paths of the files of a snapshot; of the current one where none is named."""
    with _readable(source):
        paths = [task.file.file_path for task in source.scan(snapshot_id=snapshot_id).plan_files()]
    return sorted(p.removeprefix(LOCAL) for p in paths)


def size(source: Table) -> int:
    """Bytes of the table's current snapshot."""
    return int(_summary(source).get("total-files-size") or 0)


def rows(source: Table) -> int:
    """Rows of the table's current snapshot."""
    return int(_summary(source).get("total-records") or 0)


def _summary(source: Table) -> Mapping[str, str]:
    snapshot = source.current_snapshot()
    if snapshot is None or snapshot.summary is None:
        return {}
    return snapshot.summary.additional_properties


def _uri(path: str) -> str:
    return path if "://" in path else LOCAL + path


def bronze_columns(source: Contract, provenance: Contract) -> list[Column]:
    """A bronze table's columns: the dataset's as text, and where each record came from."""
    as_text = [Column(c.name, "string", c.description, c.example) for c in source.columns]
    return [*as_text, *provenance.columns]
