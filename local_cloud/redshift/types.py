"""Types of columns: Redshift's names, limits and defaults, and what DuckDB keeps them as."""

from __future__ import annotations

import re
from typing import NamedTuple

from local_cloud.redshift.errors import SqlError

MAX_LENGTH = 65535


class ColumnType(NamedTuple):
    """A type.

    Attributes:
        name: As Redshift's system tables say it, such as `character varying(64)`.
        duckdb: What DuckDB keeps it as.
        length: How many bytes text may have.
    """

    name: str
    duckdb: str
    length: int | None = None


# Every spelling -> the canonical name.
_NAMES = {
    "smallint": "smallint", "int2": "smallint",
    "integer": "integer", "int": "integer", "int4": "integer",
    "bigint": "bigint", "int8": "bigint",
    "numeric": "numeric", "decimal": "numeric",
    "real": "real", "float4": "real",
    "double precision": "double precision", "float8": "double precision",
    "float": "double precision",
    "boolean": "boolean", "bool": "boolean",
    "char": "character", "character": "character", "nchar": "character", "bpchar": "character",
    "varchar": "character varying", "character varying": "character varying",
    "nvarchar": "character varying", "text": "character varying",
    "date": "date",
    "timestamp": "timestamp without time zone",
    "timestamp without time zone": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "timestamp with time zone": "timestamp with time zone",
    "time": "time without time zone", "time without time zone": "time without time zone",
    "super": "super",
}  # fmt: skip
_DUCKDB = {
    "smallint": "SMALLINT", "integer": "INTEGER", "bigint": "BIGINT", "real": "FLOAT",
    "double precision": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
    "timestamp without time zone": "TIMESTAMP", "timestamp with time zone": "TIMESTAMPTZ",
    "time without time zone": "TIME", "super": "JSON",
}  # fmt: skip
_SPELLING = re.compile(r"([a-z0-9_ ]+?)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?")


def column_type(text: str) -> ColumnType:
    """The type that a definition names.

    Raises:
        SqlError: there is no such type, or it is not simulated.
    """
    spelled = _SPELLING.fullmatch(" ".join(text.lower().split()))
    if not spelled or spelled[1] not in _NAMES:
        raise SqlError(f'type "{text}" does not exist, or is not simulated')
    name, first, second = _NAMES[spelled[1]], spelled[2], spelled[3]
    if name == "numeric":
        inside = f"({first or 18},{second or 0})"
        return ColumnType(f"numeric{inside}", f"DECIMAL{inside}")
    if name.startswith("character"):
        default = 1 if spelled[1] in ("char", "character", "nchar") else 256
        length = MAX_LENGTH if first == "max" else int(first or default)
        return ColumnType(f"{name}({length})", "VARCHAR", length)
    return ColumnType(name, _DUCKDB[name])


def from_duckdb(kind: str) -> ColumnType:
    """The type of a column that a query made."""
    kind = kind.upper()
    if kind == "VARCHAR":
        return ColumnType("character varying", kind)
    if kind.startswith("DECIMAL"):
        return ColumnType(kind.lower().replace("decimal", "numeric"), kind)
    if kind == "HUGEINT":
        return ColumnType("numeric(38,0)", kind)
    kind = "TIMESTAMPTZ" if kind == "TIMESTAMP WITH TIME ZONE" else kind
    names = {duckdb: name for name, duckdb in _DUCKDB.items()}
    return ColumnType(names.get(kind, kind.lower()), kind)
