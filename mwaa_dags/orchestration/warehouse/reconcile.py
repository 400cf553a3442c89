"""Holds what is in the warehouse against what the job says it built."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from orchestration.warehouse.chunks import chunks
from orchestration.warehouse.connection import Connection
from orchestration.warehouse.publication import Publication, Table

ROWS = "rows"


class Mismatch(Exception):
    """The warehouse has something else than gold."""


def reconcile(warehouse: Connection, publication: Publication, schema: str) -> None:
    """Compares number of rows and sums of every table in a schema.

    Raises:
        Mismatch: says each figure that differs.
    """
    what = f"reconcile publication {publication.number}"
    answers = (warehouse.ask(figures(some, schema), what) for some in chunks(publication.tables))
    found = {(table, figure): Decimal(value) for some in answers for table, figure, value in some}
    wanted = {(t.name, ROWS): Decimal(t.rows) for t in publication.tables}
    wanted |= {(t.name, c): total for t in publication.tables for c, total in t.sums.items()}
    wrong = [
        f"gold.{table}: {figure} {found.get((table, figure))}, published {value}"
        for (table, figure), value in sorted(wanted.items())
        if found.get((table, figure)) != value
    ]
    if wrong:
        raise Mismatch(f"publication {publication.number}: " + "; ".join(wrong))


def figures(tables: Sequence[Table], schema: str) -> str:
    """The query for number of rows and sums of tables."""
    return "\nunion all\n".join(_figures(t, f"{schema}.{t.name}") for t in tables)


def _figures(table: Table, name: str) -> str:
    counted = [(ROWS, "count(*)"), *((c, f"coalesce(sum({c}), 0)") for c in table.sums)]
    return "\nunion all\n".join(
        f"select '{table.name}' as table_name, '{figure}' as figure, "
        f"cast({expression} as varchar(64)) as value from {name}"
        for figure, expression in counted
    )
