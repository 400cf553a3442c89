"""Holds the warehouse against published gold and the answer key; asked as anybody would ask it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from contracts import Contract, load, load_layer
from edp.cloud.analyst import Ask, analyst
from edp.cloud.data_api import query
from edp.cloud.environment import Environment
from edp.published import open_published
from edp.score import Comparison
from edp.score.answer_key import MARTS, add_answer_key
from edp.score.compare import compare
from edp.score.marts import compare_marts
from edp.sql import literal, one_line_errors, quoted, sql_type

SCHEMA = "warehouse"


def check(environment: Environment, raw: Path) -> list[Comparison]:
    """Rows and sums of every view are those of gold; the marts are those of the answer key.

    Views are read as an analyst reads them, tables as the administrator.

    Args:
        environment: Whose warehouse.
        raw: The generated files, with their answer key.

    Raises:
        EdpError: the warehouse refuses a query, or there is no answer key.
    """
    with one_line_errors(), open_published(environment.lake, "gold") as con:
        add_answer_key(con, raw)
        with analyst(environment) as ask:
            figures = [_figures(con, ask, contract) for contract in load_layer("gold")]
        con.execute(f"CREATE SCHEMA {SCHEMA}")
        for mart in MARTS:
            _fetch(con, environment, load(f"gold.{mart}"))
        return [*figures, *compare_marts(con, SCHEMA, f"{SCHEMA}.marts")]


def _figures(con: duckdb.DuckDBPyConnection, ask: Ask, contract: Contract) -> Comparison:
    """Number of rows, and the sum of every amount."""
    sums = [f"sum({c.name})" for c in contract.columns if c.type.startswith("decimal")]
    figures = ", ".join(["count(*)", *sums])
    (expected,) = con.execute(f"SELECT {figures} FROM {quoted(contract.id)}").fetchall()
    (got,) = ask(f"SELECT {figures} FROM bi.{contract.name}").rows
    pair = f"{_text(expected)} AS expected, {_text(got)} AS got"
    return compare(
        con,
        f"warehouse.{contract.name}",
        f"SELECT 'rows and sums' AS place, NULL::BIGINT AS record_no, {pair}, "
        "NULL AS kinds, false AS ambiguous",
    )


def _fetch(con: duckdb.DuckDBPyConnection, environment: Environment, contract: Contract) -> None:
    """Puts a table of the warehouse beside the others, row by row."""
    names = contract.column_names
    rows = query(environment, f"SELECT {', '.join(names)} FROM {contract.id}").rows
    columns = ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in contract.columns)
    con.execute(f"CREATE TABLE {SCHEMA}.{quoted(contract.name)} ({columns})")
    if rows:
        marks = ", ".join("?" * len(names))
        con.executemany(f"INSERT INTO {SCHEMA}.{quoted(contract.name)} VALUES ({marks})", rows)


def _text(row: tuple[object, ...]) -> str:
    return literal(" ".join("null" if v is None else str(v) for v in row))
