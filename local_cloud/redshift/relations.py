"""What there is: tables and their columns, views, schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local_cloud.redshift import catalog, types
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.names import DEFAULT_SCHEMA, Relation, quoted

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        name: Folded.
        type: Its type.
        nullable: Whether it may be null; this is enforced.
        default: DuckDB's expression.
        identity: Whether it numbers the rows.
        notes: What has no effect on DuckDB: encoding, distkey, sortkey, comment.
    """

    name: str
    type: types.ColumnType
    nullable: bool = True
    default: str | None = None
    identity: bool = False
    notes: dict[str, Any]

    @property
    def definition(self) -> str:
        """As it stands in DuckDB's CREATE TABLE. The length of text is in bytes."""
        parts = [quoted(self.name), self.type.duckdb]
        if not self.nullable:
            parts.append("NOT NULL")
        if self.default is not None:
            parts.append(f"DEFAULT ({self.default})")
        if (length := self.type.length) is not None:
            parts.append(f"CHECK (octet_length(encode({quoted(self.name)})) <= {length})")
        return " ".join(parts)


def exists(session: Session, relation: Relation) -> bool:
    """Whether there is such a table or view."""
    return table_exists(session, relation) or view_definition(session, relation) is not None


def table_exists(session: Session, relation: Relation) -> bool:
    """Whether there is such a table."""
    return relation in tables(session)


def view_definition(session: Session, relation: Relation) -> str | None:
    """The query that a view stands for; None if there is no such view."""
    return views(session).get(relation)


def tables(session: Session) -> set[Relation]:
    """All tables; temporary ones as if they were in the default schema."""
    rows = session.rows(
        """SELECT if(temporary, ?, schema_name), table_name FROM duckdb_tables()
           WHERE temporary OR (database_name = current_database() AND schema_name <> ?)""",
        [DEFAULT_SCHEMA, catalog.SCHEMA],
    )
    return {Relation(*row) for row in rows}


def views(session: Session) -> dict[Relation, str]:
    """All views, and the queries that they stand for."""
    rows = session.rows(f"SELECT schema_name, view_name, definition FROM {catalog.SCHEMA}.views")
    return {Relation(schema, name): query for schema, name, query in rows}


def is_temporary(session: Session, relation: Relation) -> bool:
    """Whether a table is one that ends with the session."""
    return bool(
        session.rows(
            "SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = ?", [relation.name]
        )
    )


def schema_exists(session: Session, name: str) -> bool:
    """Whether there is such a schema, of tables or external."""
    return _has_tables(session, name) or is_external(session, name)


def check_schema(session: Session, name: str) -> None:
    """Holds that tables and views can be made in a schema.

    Raises:
        SqlError: there is no such schema, or it is external.
    """
    if is_external(session, name):
        raise SqlError(f'not simulated by the local warehouse: writing to the external "{name}"')
    if not _has_tables(session, name):
        raise SqlError(f'schema "{name}" does not exist')


def _has_tables(session: Session, name: str) -> bool:
    found = session.rows(
        """SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database()
           AND schema_name = ? AND schema_name NOT IN ('main', ?)""",
        [name, catalog.SCHEMA],
    )
    return bool(found)


def is_external(session: Session, name: str) -> bool:
    """Whether a schema shows tables of the lake."""
    found = session.rows(
        f"SELECT 1 FROM {catalog.SCHEMA}.external_schemas WHERE schema_name = ?", [name]
    )
    return bool(found)


def columns(session: Session, relation: Relation) -> list[Column]:
    """The columns of a table, in order; none if there is no such table."""
    found = session.rows(
        """SELECT column_name, data_type, is_nullable, column_default, comment
           FROM duckdb_columns() WHERE table_name = ? AND (
               (database_name = current_database() AND schema_name = ?) OR
               (database_name = 'temp' AND ? = 'public'))
           ORDER BY database_name = 'temp' DESC, table_oid, column_index""",
        [relation.name, relation.schema, relation.schema],
    )
    return [_column(*row) for row in found]


def _column(name: str, kind: str, nullable: bool, default: str | None, note: str | None) -> Column:
    notes = json.loads(note) if note else {}
    declared = notes.pop("type", None)
    return Column(
        name=name,
        type=types.column_type(declared) if declared else types.from_duckdb(kind),
        nullable=nullable,
        default=default,
        identity="nextval" in (default or ""),
        notes=notes,
    )
