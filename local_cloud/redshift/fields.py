"""Results in the form of the Data API: fields, and what it says of columns."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

Field = dict[str, Any]


class Answer(NamedTuple):
    """What a statement came to.

    Attributes:
        columns: Names and DuckDB's types, if it has a result.
        rows: The result.
        number: How many rows it returned, or changed.
    """

    columns: list[tuple[str, str]] | None = None
    rows: Sequence[tuple[Any, ...]] = ()
    number: int = 0


_TYPES = {
    "VARCHAR": "varchar",
    "BIGINT": "int8",
    "INTEGER": "int4",
    "SMALLINT": "int2",
    "TINYINT": "int2",
    "HUGEINT": "numeric",
    "BOOLEAN": "bool",
    "DOUBLE": "float8",
    "FLOAT": "float4",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "JSON": "super",
    "BLOB": "varbyte",
    "NULL": "unknown",
    "UUID": "varchar",
    '"NULL"': "unknown",
}


def column(name: str, kind: str) -> dict[str, Any]:
    """What the Data API says of a column."""
    precision, scale = 38 if kind == "HUGEINT" else 0, 0
    if kind.startswith("DECIMAL"):
        precision, scale = (int(n) for n in kind[8:-1].split(","))
        kind = "DECIMAL"
    type_name = "numeric" if kind == "DECIMAL" else _TYPES.get(kind, kind.lower())
    return {
        "name": name,
        "label": name,
        "typeName": type_name,
        "precision": precision,
        "scale": scale,
        "nullable": 1,
        "isSigned": type_name in ("int2", "int4", "int8", "numeric", "float4", "float8"),
        "isCaseSensitive": type_name == "varchar",
        "isCurrency": False,
        "length": 0,
        "schemaName": "",
        "tableName": "",
    }


def field(value: Any, kind: str) -> Field:
    """A value: whole numbers, floats and truth values have fields of their own."""
    if value is None:
        return {"isNull": True}
    if isinstance(value, bool):
        return {"booleanValue": value}
    if isinstance(value, int) and kind != "HUGEINT":
        return {"longValue": value}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, bytes):
        return {"blobValue": base64.b64encode(value).decode()}
    return {"stringValue": _text(value)}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _moment(value: datetime) -> str:
    seconds = value.replace(tzinfo=None).isoformat(sep=" ")
    if "." in seconds:
        seconds = seconds.rstrip("0")
    return seconds + ("+00" if value.tzinfo else "")
