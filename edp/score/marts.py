"""Compares the marts, to the cent."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from contracts import Column, load
from edp.errors import EdpError
from edp.score.answer_key import MARTS, columns_of
from edp.score.compare import compare
from edp.score.model import Comparison
from edp.sql import literal, quoted, sql_type


def compare_marts(
    con: duckdb.DuckDBPyConnection, schema: str = "gold", called: str = "marts"
) -> list[Comparison]:
    """One comparison of rows per mart, as it stands in a schema."""
    return [compare(con, f"{called}.{mart}", _pairs(con, schema, mart)) for mart in MARTS]


def _pairs(con: duckdb.DuckDBPyConnection, schema: str, mart: str) -> str:
    """Rows matched by key; a row is one text, so that a listed difference shows all of it."""
    contract = load(f"gold.{mart}")
    keys = [c for c in contract.columns if c.key]
    measures = [c for c in contract.columns if not c.key]
    if missing := {c.name for c in contract.columns} - columns_of(con, f"key.{mart}").keys():
        raise EdpError(f"the answer key's mart {mart} has no {', '.join(sorted(missing))}")
    same = " AND ".join(f"{_cast('t', c)} = g.{quoted(c.name)}" for c in keys)
    place = " || ' ' || ".join(
        f"CAST(coalesce({_cast('t', c)}, g.{quoted(c.name)}) AS VARCHAR)" for c in keys
    )
    return f"""
        SELECT {place} AS place, NULL::BIGINT AS record_no, NULL AS kinds, false AS ambiguous,
               CASE WHEN t.{keys[0].name} IS NOT NULL THEN {_text("t", measures)} END AS expected,
               CASE WHEN g.{keys[0].name} IS NOT NULL THEN {_text("g", measures)} END AS got
        FROM key.{mart} t FULL JOIN {schema}.{mart} g ON {same}
    """


def _text(table: str, columns: Iterable[Column]) -> str:
    parts = (
        f"{literal(c.name + '=')} || coalesce(CAST({_cast(table, c)} AS VARCHAR), 'null')"
        for c in columns
    )
    return " || ' ' || ".join(parts)


def _cast(table: str, column: Column) -> str:
    return f"CAST({table}.{quoted(column.name)} AS {sql_type(column)})"
