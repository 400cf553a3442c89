"""Tables in Redshift's words, from the contracts."""

from __future__ import annotations

from contracts import Column, Contract, Layout

TYPES = {
    "integer": "integer",
    "bigint": "bigint",
    "boolean": "boolean",
    "date": "date",
    # In UTC. COPY from Parquet has no way into a timestamptz.
    "timestamp": "timestamp",
}
# Identifiers and codes: what rows are joined and sorted by.
NARROW = "varchar(64)"
# Text as people typed it. On disk width costs nothing; a value that does not fit stops a load.
WIDE = "varchar(65535)"


def create_table(contract: Contract, name: str) -> str:
    """CREATE TABLE for a contract, under any name."""
    lines = [
        f"    {c.name} {redshift_type(c)}{' not null' if c.required else ''}"
        for c in contract.columns
    ]
    # Redshift does not check keys; it plans joins by them. The job has checked them.
    lines.append(f"    primary key ({', '.join(contract.keys)})")
    columns = ",\n".join(lines)
    return f"create table {name} (\n{columns}\n) {layout_sql(contract.layout)}"


def layout_sql(layout: Layout) -> str:
    """How rows lie, as CREATE TABLE has it."""
    style = layout.distribution
    if style not in ("all", "even", "auto"):
        style = f"key distkey ({style})"
    sort = f"({', '.join(layout.sort)})" if layout.sort else "auto"
    return f"diststyle {style} sortkey {sort}"


def redshift_type(column: Column) -> str:
    """The type of a column."""
    if column.is_decimal:
        return column.type
    if column.type == "string":
        return NARROW if column.key or column.refers_to else WIDE
    return TYPES[column.type]
