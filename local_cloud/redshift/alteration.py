"""ALTER TABLE and COMMENT."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog, names, privileges, relations, tables
from local_cloud.redshift.column_definitions import column_of
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import NAME, Relation, plain, quoted, text
from local_cloud.redshift.types import column_type

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


def alter(session: Session, wanted: re.Match[str]) -> Answer:
    """ALTER TABLE name action.

    Raises:
        SqlError: there is no such table, or the action is not simulated.
    """
    relation = names.relation(wanted["name"])
    if not relations.table_exists(session, relation):
        raise SqlError(f'relation "{relation}" does not exist')
    for pattern, action in _ACTIONS:
        if found := re.fullmatch(pattern, wanted["action"], re.IGNORECASE | re.DOTALL):
            action(session, relation, found)
            return Answer()
    raise SqlError(f"not simulated by the local warehouse: ALTER TABLE ... {wanted['action']}")


def _rename(session: Session, old: Relation, found: re.Match[str]) -> None:
    new = Relation(old.schema, plain(found["new"]))
    if relations.exists(session, new):
        raise SqlError(f'Relation "{new.name}" already exists')
    session.do(f"ALTER TABLE {old.sql} RENAME TO {quoted(new.name)}")
    privileges.rename(session, old, new)


def _add_column(session: Session, relation: Relation, found: re.Match[str]) -> None:
    column = column_of(found["definition"].strip())
    parts = tables.parts(session, relation)
    if any(c.name == column.name for c, _ in parts):
        raise SqlError(f'column "{column.name}" of relation "{relation.name}" already exists')
    value = column.default if column.default is not None else "NULL"
    tables.rebuild(session, relation, relation, [*parts, (column, value)])


def _drop_column(session: Session, relation: Relation, found: re.Match[str]) -> None:
    name = _known(session, relation, found["column"])
    parts = [part for part in tables.parts(session, relation) if part[0].name != name]
    tables.rebuild(session, relation, relation, parts)


def _rename_column(session: Session, relation: Relation, found: re.Match[str]) -> None:
    old, new = _known(session, relation, found["column"]), plain(found["new"])
    parts = [
        (replace(c, name=new) if c.name == old else c, value)
        for c, value in tables.parts(session, relation)
    ]
    tables.rebuild(session, relation, relation, parts)


def _change_type(session: Session, relation: Relation, found: re.Match[str]) -> None:
    name, new = _known(session, relation, found["column"]), column_type(found["type"])
    parts = []
    for column, value in tables.parts(session, relation):
        if column.name == name:
            if not (column.type.length and new.length):
                raise SqlError(f'cannot alter type of column "{name}": it is no VARCHAR')
            column = replace(column, type=new)
        parts.append((column, value))
    tables.rebuild(session, relation, relation, parts)


def _nothing(session: Session, relation: Relation, found: re.Match[str]) -> None:
    """Owners and the layout on disk have no effect here."""


def _known(session: Session, relation: Relation, column: str) -> str:
    name = plain(column)
    if name not in [c.name for c in relations.columns(session, relation)]:
        raise SqlError(f'column "{name}" of relation "{relation.name}" does not exist')
    return name


_ACTIONS = [
    (rf"rename\s+to\s+(?P<new>{NAME})", _rename),
    (rf"rename\s+(?:column\s+)?(?P<column>{NAME})\s+to\s+(?P<new>{NAME})", _rename_column),
    (r"add\s+(?:column\s+)?(?P<definition>.+)", _add_column),
    (rf"drop\s+(?:column\s+)?(?P<column>{NAME})(?:\s+(?:cascade|restrict))?", _drop_column),
    (rf"alter\s+(?:column\s+)?(?P<column>{NAME})\s+type\s+(?P<type>.+)", _change_type),
    (rf"owner\s+to\s+{NAME}", _nothing),
    (r"alter\s+(?:diststyle|distkey|compound\s+sortkey|sortkey|encode)\b.*", _nothing),
]


def comment(session: Session, wanted: re.Match[str]) -> Answer:
    """COMMENT ON TABLE, COLUMN, VIEW or SCHEMA name IS 'text'."""
    kind, value = wanted["kind"].lower(), wanted["value"]
    if kind == "column":
        _comment_column(session, wanted["name"], value)
    elif kind == "view":
        _comment_view(session, names.relation(wanted["name"]), value)
    elif kind == "table":
        session.do(f"COMMENT ON TABLE {names.relation(wanted['name']).sql} IS {value}")
    return Answer()


def _comment_column(session: Session, name: str, value: str) -> None:
    table, _, column = name.rpartition(".")
    relation = names.relation(table)
    known = _known(session, relation, column)
    found = next(c for c in relations.columns(session, relation) if c.name == known)
    notes = {**found.notes, "comment": None if value.lower() == "null" else value[1:-1]}
    tables.note(session, relation.sql, replace(found, notes=notes))


def _comment_view(session: Session, view: Relation, value: str) -> None:
    if relations.view_definition(session, view) is None:
        raise SqlError(f'relation "{view}" does not exist')
    session.do(
        f"UPDATE {catalog.SCHEMA}.views SET remarks = {value} "
        f"WHERE schema_name = {text(view.schema)} AND view_name = {text(view.name)}"
    )
