"""Opens published tables as DuckDB views, and says what stands in them by one hash."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb
from fsspec.implementations.arrow import ArrowFSWrapper
from pyiceberg.table import FileScanTask, StaticTable

from contracts import PER_DATASET, Column, Contract, contract_of, datasets, load_layer
from edp.errors import EdpError
from edp.lake import Lake
from edp.publication import Publication, TableRef, newest
from edp.sql import literals, one_line_errors, quoted, sql_type
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.iceberg.catalog import BROKEN, LOCAL
from lakehouse.storage.seal import seal
from lakehouse.storage.surroundings import iceberg_properties

MEMORY_LIMIT = "2GB"

_ICEBERG_TYPES = {
    "string": {"string"},
    "integer": {"int"},
    "bigint": {"long"},
    "boolean": {"boolean"},
    "date": {"date"},
    "timestamp": {"timestamp", "timestamptz"},
}


def open_published(lake: Lake, *layers: str) -> duckdb.DuckDBPyConnection:
    """A connection with one view per published table, in schemas named like the namespaces.

    Args:
        lake: Whose tables.
        layers: `gold`, `silver` or both; `silver` brings `quarantine` and `lineage` along.

    Raises:
        EdpError: a layer has never been published, or a table cannot be read or has changed since.
    """
    publications = [_whole(newest(lake, layer)) for layer in layers]
    con = connect()
    if lake.ledger.startswith("s3://"):
        _read_buckets(con)
    with one_line_errors():
        for publication in publications:
            _add_views(con, publication)
    return con


def connect() -> duckdb.DuckDBPyConnection:
    """An empty connection: UTC, bounded memory, no progress bars."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    con.execute("SET preserve_insertion_order = false")
    con.execute("SET enable_progress_bar = false")
    return con


def _read_buckets(con: duckdb.DuckDBPyConnection) -> None:
    """Lets a connection read `s3://…`, the same way as the jobs."""
    # Whoever works in folders need not wait for AWS's library to load.
    from lakehouse.storage.s3 import filesystem

    con.register_filesystem(ArrowFSWrapper(filesystem()))


def content_hash(con: duckdb.DuckDBPyConnection, table: str, ignoring: Collection[str] = ()) -> str:
    """One hash of all rows of a table, whatever their order.

    Every row becomes the JSON list of its values as text, so that null, empty and shifted values
    differ; the rows' MD5 halves are added up, so that a doubled row counts twice.

    Args:
        con: A connection from `open_published`.
        table: Such as `gold.daily_revenue`.
        ignoring: Columns that do not count, such as the number of a run.
    """
    columns = [c for c in contract_of(table).column_names if c not in ignoring]
    texts = ", ".join(f"CAST({quoted(c)} AS VARCHAR)" for c in columns)
    row = con.execute(
        f"""
        SELECT count(*), coalesce(sum(md5_number_lower(r)), 0),
               coalesce(sum(md5_number_upper(r)), 0)
        FROM (SELECT CAST(to_json([{texts}]) AS VARCHAR) AS r FROM {quoted(table)})
        """
    ).fetchone()
    assert row is not None
    rows, low, high = (int(v) for v in row)
    return f"{rows:x}-{high % 2**64:016x}{low % 2**64:016x}"


def _whole(publication: Publication) -> Publication:
    """A table that is missing must not look like one without rows."""
    there = {ref.name for ref in publication.tables}
    if missing := [name for name in _tables(publication.layer) if name not in there]:
        raise EdpError(
            f"publication {publication.number} of {publication.layer} lacks {', '.join(missing)}"
        )
    return publication


def _tables(layer: str) -> list[str]:
    if layer == "silver":
        return [f"{schema}.{d}" for schema in ("silver", *PER_DATASET) for d in datasets()]
    return [contract.id for contract in load_layer(layer)]


def _add_views(con: duckdb.DuckDBPyConnection, publication: Publication) -> None:
    for ref in publication.tables:
        schema = ref.name.partition(".")[0]
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
        con.execute(f"CREATE VIEW {quoted(ref.name)} AS {_select(ref)}")


def _select(ref: TableRef) -> str:
    contract = contract_of(ref.name)
    files = sealed_files(ref, contract)
    if not files:
        return _no_rows(contract.columns)
    there = _types(_opened(ref)) if ref.held_back else contract.column_names
    columns = ", ".join(
        f"CAST({quoted(c.name) if c.name in there else 'NULL'} AS {sql_type(c)}) "
        f"AS {quoted(c.name)}"
        for c in contract.columns
    )
    # Partition values are taken from the files themselves, never from folder names.
    return f"SELECT {columns} FROM read_parquet({literals(files)}, hive_partitioning = false)"


def _no_rows(columns: Iterable[Column]) -> str:
    nulls = ", ".join(f"CAST(NULL AS {sql_type(c)}) AS {quoted(c.name)}" for c in columns)
    return f"SELECT {nulls} WHERE false"


def sealed_files(ref: TableRef, contract: Contract) -> list[str]:
    """The Parquet files of a table, as they were when they were published.

    Raises:
        EdpError: one is gone or has changed, or the metadata does not fit the contract.
    """
    files = data_files(ref, contract)
    if seal(files) != ref.seal:
        raise EdpError(f"{ref.name}: its files are not those that were published; {FROM_BRONZE}")
    return files


def data_files(ref: TableRef, contract: Contract) -> list[str]:
    """The Parquet files of a table at its published snapshot.

    Raises:
        EdpError: the metadata is gone or does not fit the contract.
    """
    table = _opened(ref)
    try:
        tasks = _planned(table, ref.snapshot_id)
    except BROKEN as error:
        raise _unreadable(ref, error) from error
    if not ref.held_back:
        _check_types(table, ref.name, contract)
    if any(t.delete_files for t in tasks):
        raise EdpError(f"{ref.name}: has row-level deletes, which the jobs never write")
    return sorted(t.file.file_path.removeprefix(LOCAL) for t in tasks)


def _opened(ref: TableRef) -> StaticTable:
    try:
        return StaticTable.from_metadata(ref.metadata_location, iceberg_properties())
    except BROKEN as error:
        raise _unreadable(ref, error) from error


def _unreadable(ref: TableRef, error: Exception) -> EdpError:
    return EdpError(f"{ref.name}: cannot read {ref.metadata_location}: {error}; {FROM_BRONZE}")


def _types(table: StaticTable) -> dict[str, str]:
    """Column -> its Iceberg type."""
    return {f.name: str(f.field_type).replace(" ", "") for f in table.schema().fields}


def _planned(table: StaticTable, snapshot_id: int | None) -> list[FileScanTask]:
    return [] if snapshot_id is None else list(table.scan(snapshot_id=snapshot_id).plan_files())


def _check_types(table: StaticTable, name: str, contract: Contract) -> None:
    found = _types(table)
    for column in contract.columns:
        actual = found.get(column.name, "not there")
        if actual not in _ICEBERG_TYPES.get(column.type, {column.type}):
            raise EdpError(
                f"{name}.{column.name}: the contract says {column.type}, is {actual}; "
                "`edp pipeline` builds it as the contract says"
            )
