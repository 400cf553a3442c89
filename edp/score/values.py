"""Compares every cell of silver with the true value."""

from __future__ import annotations

import duckdb

from contracts import Column, load
from edp.errors import EdpError
from edp.score.answer_key import columns_of
from edp.score.compare import compare
from edp.score.model import Comparison
from edp.sql import number, quoted, sql_type
from generator.tables import DATASETS


def compare_values(con: duckdb.DuckDBPyConnection) -> list[Comparison]:
    """One comparison per column, and one that says whether silver has rows without a truth."""
    return [c for dataset in DATASETS for c in _dataset(con, dataset)]


def _dataset(con: duckdb.DuckDBPyConnection, dataset: str) -> list[Comparison]:
    if not _has_truth(con, dataset):
        if number(con, f"SELECT count(*) FROM silver.{dataset}"):
            raise EdpError(f"the answer key has no truth/{dataset}, but silver has rows of it")
        return []
    columns = load(f"source.{dataset}").columns
    if missing := {c.name for c in columns} - columns_of(con, f"key.truth_{dataset}").keys():
        raise EdpError(f"the answer key's truth/{dataset} has no {', '.join(sorted(missing))}")
    found = [compare(con, f"values.{dataset}.(row)", _rows(dataset))]
    wrong, compared, left_out = _wrong_cells(con, dataset, columns)
    for column, count in zip(columns, wrong, strict=True):
        name = f"values.{dataset}.{column.name}"
        equal = Comparison(name, compared, compared, left_out)
        found.append(compare(con, name, _cells(dataset, column)) if count else equal)
    return found


def _has_truth(con: duckdb.DuckDBPyConnection, dataset: str) -> bool:
    query = f"SELECT count(*) FROM duckdb_views() WHERE view_name = 'truth_{dataset}'"
    return number(con, query) > 0


def _wrong_cells(
    con: duckdb.DuckDBPyConnection, dataset: str, columns: tuple[Column, ...]
) -> tuple[list[int], int, int]:
    """Wrong cells per column in one pass, rows compared, rows left out."""
    wrong = ", ".join(
        f"count(*) FILTER (NOT ambiguous AND {_true(c)} IS DISTINCT FROM {_found(c)})"
        for c in columns
    )
    row = con.execute(
        f"""
        SELECT count(*) FILTER (NOT ambiguous), count(*) FILTER (ambiguous), {wrong}
        FROM (SELECT t, s, {_AMBIGUOUS} AS ambiguous
              FROM {_join(dataset, "JOIN")} {_ONLY_AMBIGUOUS})
        """
    ).fetchone()
    assert row is not None
    return list(row[2:]), row[0], row[1]


_AMBIGUOUS = "a.place IS NOT NULL"

_ONLY_AMBIGUOUS = """
    LEFT JOIN (SELECT DISTINCT place, record_no FROM record_pairs WHERE ambiguous) a
    ON a.place = s._source_uri AND a.record_no = s._record_no
"""

# Only looked up when there are differences to explain.
_WITH_KINDS = """
    LEFT JOIN record_pairs k ON k.place = s._source_uri AND k.record_no = s._record_no
"""


def _join(dataset: str, how: str) -> str:
    return f"""silver.{dataset} s {how} key.truth_{dataset} t
               ON t.path = s._source_uri AND t.record_no = s._record_no"""


def _rows(dataset: str) -> str:
    return f"""
        SELECT s._source_uri AS place, s._record_no AS record_no, NULL AS kinds,
               {_AMBIGUOUS} AS ambiguous, 'in truth' AS expected,
               CASE WHEN t.path IS NULL THEN 'not in truth' ELSE 'in truth' END AS got
        FROM {_join(dataset, "LEFT JOIN")} {_ONLY_AMBIGUOUS}
    """


def _cells(dataset: str, column: Column) -> str:
    return f"""
        SELECT s._source_uri AS place, s._record_no AS record_no, k.kinds,
               coalesce(k.ambiguous, false) AS ambiguous,
               CAST({_true(column)} AS VARCHAR) AS expected,
               CAST({_found(column)} AS VARCHAR) AS got
        FROM {_join(dataset, "JOIN")} {_WITH_KINDS}
    """


def _true(column: Column) -> str:
    return f"CAST(t.{quoted(column.name)} AS {sql_type(column)})"


def _found(column: Column) -> str:
    return f"s.{quoted(column.name)}"
