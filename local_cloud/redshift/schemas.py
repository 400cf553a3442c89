"""CREATE SCHEMA and ALTER SCHEMA, and DROP of schemas, tables and views."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog, external, names, privileges, relations, tables, views
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import Relation, plain, quoted

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


def create(session: Session, wanted: re.Match[str]) -> Answer:
    """CREATE SCHEMA [IF NOT EXISTS] name."""
    name = plain(wanted["name"])
    if not relations.schema_exists(session, name):
        session.do(f"CREATE SCHEMA {quoted(name)}")
    elif not wanted["exists"]:
        raise SqlError(f'Schema "{name}" already exists')
    return Answer()


def rename(session: Session, wanted: re.Match[str]) -> Answer:
    """ALTER SCHEMA name RENAME TO new: all that is in it goes along.

    docs.aws.amazon.com/redshift/latest/dg/r_ALTER_SCHEMA.html says nothing of the rights on the
    schema itself. They do not go along here, so that nobody relies on them.

    Raises:
        SqlError: there is no such schema, or there is one of the new name.
    """
    old, new = plain(wanted["name"]), plain(wanted["new"])
    relations.check_schema(session, old)
    if relations.schema_exists(session, new):
        raise SqlError(f'Schema "{new}" already exists')
    session.do(f"CREATE SCHEMA {quoted(new)}")
    for table in relations.tables(session):
        if table.schema == old:
            # DuckDB moves no table into another schema.
            there = Relation(new, table.name)
            tables.rebuild(session, table, there, tables.parts(session, table))
            privileges.rename(session, table, there)
    views.change_schema(session, old, new)
    session.do(f"DROP SCHEMA {quoted(old)}")
    privileges.forget_schema(session, old)
    return Answer()


def drop(session: Session, wanted: re.Match[str]) -> Answer:
    """DROP TABLE, VIEW or SCHEMA [IF EXISTS] names [CASCADE]."""
    kind = wanted["kind"].lower()
    for name in wanted["names"].split(","):
        if not re.fullmatch(names.QUALIFIED, name.strip()):
            raise SqlError(f'syntax error at or near "{name.strip()}"')
        gone = _DROPS[kind](session, name, bool(wanted["cascade"]))
        if not gone and not wanted["exists"]:
            raise SqlError(f'{kind.capitalize()} "{name.strip()}" does not exist')
    return Answer()


def _table(session: Session, name: str, _: bool) -> bool:
    relation = names.relation(name)
    if relations.view_definition(session, relation) is not None:
        raise SqlError(f'"{relation}" is not a table')
    if not (there := relations.table_exists(session, relation)):
        return False
    place = quoted(relation.name) if relations.is_temporary(session, relation) else relation.sql
    session.do(f"DROP TABLE {place}")
    privileges.forget(session, relation)
    return there


def _view(session: Session, name: str, _: bool) -> bool:
    view = names.relation(name)
    if relations.table_exists(session, view):
        raise SqlError(f'"{view}" is not a view')
    if relations.view_definition(session, view) is None:
        return False
    views.drop(session, view)
    return True


def _schema(session: Session, name: str, cascade: bool) -> bool:
    schema = plain(name)
    if external.drop(session, schema):
        privileges.forget_schema(session, schema)
        return True
    if not relations.schema_exists(session, schema):
        return False
    inside = session.rows(
        f"SELECT table_name, table_type FROM {catalog.SCHEMA}.svv_tables WHERE table_schema = ?",
        [schema],
    )
    if inside and not cascade:
        raise SqlError(f"cannot drop schema {schema} because other objects depend on it")
    for relation, kind in inside:
        qualified = Relation(schema, relation).sql
        (_view if kind == "VIEW" else _table)(session, qualified, True)
    session.do(f"DROP SCHEMA {quoted(schema)}")
    privileges.forget_schema(session, schema)
    return True


_DROPS = {"table": _table, "view": _view, "schema": _schema}
