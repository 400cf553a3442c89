"""Opens the answer key of a raw folder as DuckDB views."""

from __future__ import annotations

from pathlib import Path

import duckdb

from edp.errors import EdpError
from edp.sql import literals, quoted
from generator.tables import DATASETS

MARTS = ("daily_revenue", "daily_active_users", "user_ltv")

_FILES = (
    "path",
    "dataset",
    "verdict",
    "format",
    "compression",
    "encoding",
    "records",
    "bad_records",
    "reason",
    "kinds",
    "ambiguous",
    "why",
)
_RECORDS = (
    "path",
    "record_no",
    "dataset",
    "key",
    "outcome",
    "reasons",
    "kept_path",
    "kept_record_no",
    "kinds",
    "ambiguous",
    "why",
)


def add_answer_key(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Adds `key.files`, `key.records`, `key.truth_<dataset>` and `key.<mart>`.

    Lists become texts joined by `;`, sorted, as the jobs write reasons.

    Raises:
        EdpError: there is no answer key, or a part of it is missing.
    """
    folder = raw / "_answer_key"
    if not folder.is_dir():
        raise EdpError(f"no answer key in {folder}: only generated data can be scored")
    con.execute("CREATE SCHEMA key")
    _add(con, "key.files", _parquet(folder, "files"), _FILES)
    _add(con, "key.records", _parquet(folder, "records"), _RECORDS)
    for dataset in DATASETS:
        _add(con, f"key.truth_{dataset}", _parquet(folder, f"truth/{dataset}", optional=True))
    for mart in MARTS:
        _add(con, f"key.{mart}", [str(folder / "marts" / f"{mart}.parquet")])


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column names and types of a view."""
    return {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {quoted(table)}").fetchall()}


def _parquet(folder: Path, part: str, *, optional: bool = False) -> list[str]:
    found = sorted(str(f) for f in (folder / part).rglob("*.parquet"))
    if not found and not optional:
        raise EdpError(f"the answer key is not complete: no Parquet file in {folder / part}")
    return found


def _add(
    con: duckdb.DuckDBPyConnection, view: str, files: list[str], needed: tuple[str, ...] = ()
) -> None:
    if not files:
        return
    source = f"read_parquet({literals(files)}, union_by_name = true, hive_partitioning = false)"
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise EdpError(f"cannot read the answer key {files[0]}: {reason}") from error
    types = {name: kind for name, kind, *_ in described}
    if missing := [c for c in needed if c not in types]:
        raise EdpError(f"the answer key {files[0]} has no column {', '.join(missing)}")
    columns = ", ".join(_column(name, kind) for name, kind in types.items())
    con.execute(f"CREATE VIEW {quoted(view)} AS SELECT {columns} FROM {source}")


def _column(name: str, kind: str) -> str:
    value = quoted(name)
    if kind.endswith("[]"):
        value = f"nullif(array_to_string(list_sort({value}), ';'), '')"
    elif name in ("reason", "reasons", "kinds", "why"):
        value = f"nullif({value}, '')"
    elif name == "ambiguous":
        value = f"coalesce({value}, false)"
    return f"{value} AS {quoted(name)}"
