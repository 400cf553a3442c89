"""Parquet files held to the columns that they are to fill, by position."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from local_cloud.redshift.names import quoted, text
from local_cloud.redshift.relations import Column

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


class Misfit(Exception):
    """A file does not fit; the message is the reason."""

    def __init__(self, reason: str, column: str = "") -> None:
        """Says why, and which column is at fault."""
        super().__init__(reason)
        self.column = column


def load(session: Session, file: Path, place: str, columns: list[Column]) -> int:
    """Adds a file's rows to a table; how many there were.

    Raises:
        Misfit: the file does not fit the columns.
    """
    try:
        schema = pq.read_schema(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise Misfit(f"invalid Parquet file: {error}") from None
    _check_schema(schema, columns)
    source = f"read_parquet({text(str(file))}, hive_partitioning = false)"
    _check_values(session, source, schema, columns)
    into = ", ".join(quoted(c.name) for c in columns)
    return session.do(
        f"INSERT INTO {place} ({into}) SELECT {', '.join(map(quoted, schema.names))} FROM {source}"
    )


def _check_schema(schema: pa.Schema, columns: list[Column]) -> None:
    if len(schema) != len(columns):
        raise Misfit(
            f"Unmatched number of columns between table and file. Table columns: {len(columns)}, "
            f"Data columns: {len(schema)}"
        )
    for found, column in zip(schema, columns, strict=True):
        if not _fits(found.type, column.type.name):
            raise Misfit(
                f"The file has an incompatible Parquet schema for column '{found.name}', which "
                f"fills '{column.name}'. Column type: {column.type.name}, Parquet schema: "
                f"{found.type}",
                column.name,
            )


def _check_values(session: Session, source: str, schema: pa.Schema, columns: list[Column]) -> None:
    """One pass over the file for what its schema does not say: nulls, and lengths in bytes."""
    checks: list[tuple[str, Column]] = []
    for name, column in zip(map(quoted, schema.names), columns, strict=True):
        if not column.nullable:
            checks.append((f"count(*) FILTER ({name} IS NULL)", column))
        if column.type.length is not None:
            checks.append((f"coalesce(max(octet_length(encode({name}))), 0)", column))
    if not checks:
        return
    (found,) = session.rows(f"SELECT {', '.join(check for check, _ in checks)} FROM {source}")
    for (check, column), value in zip(checks, found, strict=True):
        length = column.type.length
        if check.startswith("count") and value:
            raise Misfit(f"Cannot insert a NULL value into column {column.name}", column.name)
        if not check.startswith("count") and length is not None and value > length:
            raise Misfit(
                f"The length of the data column {column.name} is longer than the length defined "
                f"in the table. Table: {length}, Data: {value}",
                column.name,
            )


def _fits(found: pa.DataType, wanted: str) -> bool:
    """Whether COPY takes a Parquet type for a column: it widens nothing and parses nothing."""
    if wanted.startswith("character"):
        return bool(pa.types.is_string(found) or pa.types.is_large_string(found))
    if wanted.startswith("numeric"):
        if not pa.types.is_decimal(found):
            return False
        precision, scale = (int(n) for n in wanted[8:-1].split(","))
        return bool(found.precision <= precision and found.scale == scale)
    # There is no way from Parquet into a TIMESTAMPTZ.
    if wanted == "timestamp without time zone":
        return bool(pa.types.is_timestamp(found))
    return found in _EXACT.get(wanted, [])


_EXACT = {
    "smallint": [pa.int16()],
    "integer": [pa.int32()],
    "bigint": [pa.int64()],
    "real": [pa.float32()],
    "double precision": [pa.float64()],
    "boolean": [pa.bool_()],
    "date": [pa.date32()],
}
