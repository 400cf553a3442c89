"""What DuckDB is told before the SQL runs: the contracts' lists, lines of text, Parquet files."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from benchmarks.peers.duckdb_sql.files import RawFile
from contracts import Contract, allowed_values, fold

READERS = ("lines", "gzip_lines", "json_array", "parquet")
# One column that holds the whole line: no file has this delimiter.
LINES = (
    "delim = '\\x01', quote = '', escape = '', header = false, auto_detect = false, "
    "columns = {'line': 'VARCHAR'}, ignore_errors = true, store_rejects = true"
)
FROM = {
    "lines": f"read_csv($paths, {LINES}, compression = 'none')",
    "gzip_lines": f"read_csv($paths, {LINES}, compression = 'gzip')",
    "json_array": "read_json_objects($paths, format = 'array')",
}


def add_lists(con: duckdb.DuckDBPyConnection, contract: Contract, files: list[RawFile]) -> None:
    """The tables `files`, `aliases` and `spellings` of one dataset."""
    places = {name: i for i, name in enumerate(contract.column_names, 1)}
    fill(
        con,
        "aliases(name VARCHAR, column_no INTEGER)",
        ((name, places[column]) for name, column in contract.names.items()),
    )
    fill(
        con,
        "spellings(column_name VARCHAR, spelling VARCHAR, code VARCHAR)",
        {
            (c.name, spelling.lower(), code)
            for c in contract.columns
            for code, synonyms in (allowed_values(c) or {}).items()
            for spelling in (code, *synonyms)
        },
    )
    fill(
        con,
        "files(file_id SMALLINT, uri VARCHAR, kind VARCHAR, delimiter VARCHAR, "
        "header VARCHAR[], has_header INTEGER, fixed VARCHAR[])",
        (
            (i, f.uri, f.kind, f.delimiter, f.header, int(f.header is not None), fixed(contract, f))
            for i, f in enumerate(files)
        ),
    )


def fixed(contract: Contract, file: RawFile) -> list[str | None] | None:
    """What the file's folders supply, in the order of the contract's columns."""
    known = {contract.names.get(fold(name)): value for name, value in file.folders.items()}
    values = [known.get(column) for column in contract.column_names]
    return values if any(values) else None


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Makes a small table."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}")
    name, marks = table.partition("(")[0], ", ".join("?" * (table.count(",") + 1))
    if values := list(rows):
        con.executemany(f"INSERT INTO {name} VALUES ({marks})", values)


def read_lines(con: duckdb.DuckDBPyConnection, files: list[RawFile]) -> None:
    """The tables `lines`, in the order of the files, and `rejected`: lines that are not UTF-8."""
    con.execute("CREATE OR REPLACE TEMP TABLE lines(file_id SMALLINT, line VARCHAR)")
    con.execute("CREATE OR REPLACE TEMP TABLE rejected(file_id SMALLINT, line_no BIGINT)")
    con.execute("DROP TABLE IF EXISTS reject_scans; DROP TABLE IF EXISTS reject_errors")
    first = 0
    for reader, source in FROM.items():
        paths = [str(f.path) for f in files if f.reader == reader]
        if paths:
            con.execute(
                f"INSERT INTO lines "
                f"SELECT {first} + file_index, COLUMNS('line|json') FROM {source}",
                {"paths": paths},
            )
        first += len(paths)
    ids = [(str(f.path), i) for i, f in enumerate(files)]
    fill(con, "paths(path VARCHAR, file_id SMALLINT)", ids)
    con.execute("""
        INSERT INTO rejected SELECT DISTINCT paths.file_id, line
        FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
        JOIN paths ON path = file_path WHERE error_type = 'INVALID ENCODING'
    """)


def raw_rows(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...], files: list[RawFile]) -> str:
    """A query for all records of a dataset: the contract's columns as text, as they came."""
    fields = ", ".join(
        f"coalesce(fields[places[{i}]], fixed[{i}]) AS {c}" for i, c in enumerate(columns, 1)
    )
    text = f"""
        SELECT file_id, record_no, text, defect, {fields}
        FROM (FROM csv_fields UNION ALL BY NAME FROM json_fields)
    """
    paths = [str(f.path) for f in files if f.reader == "parquet"]
    if not paths:
        return text
    return f"{text} UNION ALL {parquet_rows(con, columns, paths, len(files) - len(paths))}"


def parquet_rows(
    con: duckdb.DuckDBPyConnection, columns: tuple[str, ...], paths: list[str], first: int
) -> str:
    """The same for Parquet files, which differ in names and types."""
    source, places = parquet_columns(con, paths)
    values = []
    for i, column in enumerate(columns, 1):
        same = [f'"{n}"::VARCHAR' for n, place in places.items() if place == i]
        values.append(f"coalesce({', '.join([*same, f'fixed[{i}]'])}) AS {column}")
    return f"""
        SELECT file_id, file_row_number + 1, NULL, NULL, {", ".join(values)}
        FROM (SELECT *, {first} + file_index AS file_id FROM {source}) JOIN files USING (file_id)
    """


def parquet_others(con: duckdb.DuckDBPyConnection, files: list[RawFile]) -> str:
    """A query for the columns of Parquet files that no contract knows: one row for each value."""
    paths = [str(f.path) for f in files if f.reader == "parquet"]
    others = []
    if paths:
        source, places = parquet_columns(con, paths)
        others = [n for n, place in places.items() if place is None and n != "file_row_number"]
    if not others:
        return "SELECT * FROM fields WHERE false"
    listed = ", ".join(f'"{n}"::VARCHAR' for n in others)
    return f"""
        SELECT {len(files) - len(paths)} + file_index AS file_id, file_row_number + 1 AS record_no,
               unnest([{quoted(others)}]) AS name, unnest([{listed}]) AS value FROM {source}
    """


def parquet_columns(
    con: duckdb.DuckDBPyConnection, paths: list[str]
) -> tuple[str, dict[str, int | None]]:
    """How to read the files, and which column of the contract each of theirs is."""
    source = f"read_parquet([{quoted(paths)}], union_by_name = true, file_row_number = true)"
    names = [row[0] for row in con.execute(f"DESCRIBE FROM {source}").fetchall()]
    aliases = dict(con.execute("SELECT name, column_no FROM aliases").fetchall())
    return source, {n: aliases.get(fold(n)) for n in names}


def quoted(values: Iterable[str]) -> str:
    """Values as a list of SQL literals."""
    return ", ".join(f"'{v}'" for v in values)
