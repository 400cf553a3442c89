"""Tables that are made from columns."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog, relations
from local_cloud.redshift.names import Relation, quoted, text
from local_cloud.redshift.relations import Column, check_schema

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


def make(
    session: Session, relation: Relation, new: list[Column], *, temporary: bool = False
) -> None:
    """Makes a table.

    Raises:
        SqlError: there is no such schema.
    """
    if not temporary:
        check_schema(session, relation.schema)
    place = quoted(relation.name) if temporary else relation.sql
    new = [_numbering(session, c) for c in new]
    kind = "TEMPORARY TABLE" if temporary else "TABLE"
    session.do(f"CREATE {kind} {place} ({', '.join(c.definition for c in new)})")
    for column in new:
        note(session, place, column)


def note(session: Session, place: str, column: Column) -> None:
    """Writes down what DuckDB has no place for: its comment moves along with the column."""
    notes = text(json.dumps({"type": column.type.name, **column.notes}))
    session.do(f"COMMENT ON COLUMN {place}.{quoted(column.name)} IS {notes}")


def _numbering(session: Session, column: Column) -> Column:
    if not column.identity or column.default is not None:
        return column
    start, step = column.notes["identity"]
    sequence = f"{catalog.SCHEMA}.identity_{uuid.uuid4().hex}"
    session.do(f"CREATE SEQUENCE {sequence} START {start} INCREMENT {step}")
    database = quoted(session.warehouse.database)
    return replace(column, default=f"nextval({text(f'{database}.{sequence}')})")


def parts(session: Session, relation: Relation) -> list[tuple[Column, str]]:
    """The columns of a table as `rebuild` takes them, each filled by itself."""
    return [(c, quoted(c.name)) for c in relations.columns(session, relation)]


def rebuild(
    session: Session, old: Relation, new: Relation, parts: list[tuple[Column, str]]
) -> None:
    """Makes a table anew from another one, which goes: columns, and what fills them."""
    aside = Relation(new.schema, f"{new.name}_{uuid.uuid4().hex}")
    make(session, aside, [column for column, _ in parts])
    values = ", ".join(value for _, value in parts)
    session.do(f"INSERT INTO {aside.sql} SELECT {values} FROM {old.sql}")
    session.do(f"DROP TABLE {old.sql}")
    session.do(f"ALTER TABLE {aside.sql} RENAME TO {quoted(new.name)}")
