"""Draws the star schema from the relationships the contracts state."""

from __future__ import annotations

from collections.abc import Iterable

from contracts import Column, Contract


def entity_diagram(tables: Iterable[Contract]) -> str:
    """A Mermaid entity-relationship diagram: the tables, their columns and who refers to whom."""
    tables = list(tables)
    lines = ["erDiagram"]
    lines += [line for table in tables for line in _links(table)]
    lines += [line for table in tables for line in _entity(table)]
    return "\n".join(lines)


def _links(table: Contract) -> Iterable[str]:
    for column in table.columns:
        if column.refers_to:
            other = column.refers_to.partition(".")[0]
            yield f"    {other} ||--o{{ {table.name} : {column.name}"


def _entity(table: Contract) -> Iterable[str]:
    yield f"    {table.name} {{"
    for column in table.columns:
        marks = _marks(column)
        yield f"        {_type(column)} {column.name}{marks}"
    yield "    }"


def _type(column: Column) -> str:
    # Mermaid takes no brackets or commas in types.
    return "decimal" if column.is_decimal else column.type


def _marks(column: Column) -> str:
    marks = [m for m, there in (("PK", column.key), ("FK", column.refers_to)) if there]
    return f" {', '.join(marks)}" if marks else ""
