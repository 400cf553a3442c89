"""Holds what is in the warehouse against what the job says it built."""

from __future__ import annotations

from decimal import Decimal

from orchestration.warehouse.connection import Connection
from orchestration.warehouse.publication import Publication, Table

ROWS = "rows"


class Mismatch(Exception):
    """The warehouse has something else than gold."""


def reconcile(warehouse: Connection, publication: Publication, suffix: str = "") -> None:
    """Compares number of rows and sums of every table.

    Raises:
        Mismatch: says each figure that differs.
    """
    answer = warehouse.ask(
        figures(publication, suffix), f"reconcile publication {publication.number}"
    )
    found = {(table, figure): Decimal(value) for table, figure, value in answer}
    wanted = {(t.name, ROWS): Decimal(t.rows) for t in publication.tables}
    wanted |= {(t.name, c): total for t in publication.tables for c, total in t.sums.items()}
    wrong = [
        f"gold.{table}: {figure} {found.get((table, figure))}, published {value}"
        for (table, figure), value in sorted(wanted.items())
        if found.get((table, figure)) != value
    ]
    if wrong:
        raise Mismatch(f"publication {publication.number}: " + "; ".join(wrong))


def figures(publication: Publication, suffix: str) -> str:
    """The query for number of rows and sums of every table."""
    parts = (_figures(t, f"gold.{t.name}{suffix}") for t in publication.tables)
    return "\nunion all\n".join(parts)


def _figures(table: Table, name: str) -> str:
    counted = [(ROWS, "count(*)"), *((c, f"coalesce(sum({c}), 0)") for c in table.sums)]
    return "\nunion all\n".join(
        f"select '{table.name}' as table_name, '{figure}' as figure, "
        f"cast({expression} as varchar(64)) as value from {name}"
        for figure, expression in counted
    )
