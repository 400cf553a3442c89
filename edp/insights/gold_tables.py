"""The tables of gold, whatever contracts and models there are."""

from __future__ import annotations

import duckdb

from edp.docs.gold_words import steps
from edp.insights.model import GoldTable
from edp.sql import number, quoted


def gold_tables(con: duckdb.DuckDBPyConnection) -> tuple[GoldTable, ...]:
    """Every table: what a row of it is, what it is made of, and how many rows there are."""
    return tuple(
        GoldTable(
            name=name,
            row=step.contract.grain,
            made_of=tuple(sorted(step.model.inputs)) if step.model else (),
            rows=number(con, f"SELECT count(*) FROM {quoted(step.contract.id)}"),
        )
        for name, step in sorted(steps().items())
    )
