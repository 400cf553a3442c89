"""CREATE TABLE: Redshift's own clauses are read here; what has no effect on one file is noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from local_cloud.redshift import names, privileges, relations, tables
from local_cloud.redshift.column_definitions import columns_of, depth_of
from local_cloud.redshift.dialect import parse, to_duckdb
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.relations import Column
from local_cloud.redshift.resolution import resolve
from local_cloud.redshift.text import tokens

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

HEAD = (
    rf"create\s+(?P<temp>(?:local\s+)?temp(?:orary)?\s+)?table\s+(?P<exists>if\s+not\s+exists\s+)?"
    rf"(?P<name>{names.QUALIFIED})\s*(?P<rest>.*)"
)
_LIKE = re.compile(rf"like\s+({names.QUALIFIED})(\s+including\s+defaults)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rf"diststyle\s+(?:auto|even|all|key)|distkey\s*\(\s*(?P<distkey>{names.NAME})\s*\)"
    r"|(?:compound\s+|interleaved\s+)?sortkey\s*(?:\((?P<sortkey>[^)]*)\)|auto)"
    r"|backup\s+(?:yes|no)|encode\s+auto",
    re.IGNORECASE,
)


def create_table(session: Session, head: re.Match[str]) -> Answer:
    """Makes a table, of columns, like another one, or of a query's result.

    Raises:
        SqlError: it is there already, or its definition is not one.
    """
    relation = names.relation(head["name"])
    if relation.name.startswith("#"):
        raise SqlError("not simulated by the local warehouse: #names; CREATE TEMPORARY TABLE is")
    temporary = bool(head["temp"])
    if relations.exists(session, relation):
        if head["exists"]:
            return Answer()
        raise SqlError(f'Relation "{relation.name}" already exists')
    body, rest = _body(head["rest"])
    attributes, query = _attributes(rest)
    if query:
        return _of_query(session, relation, query, temporary)
    if like := _LIKE.fullmatch(body.strip()):
        columns = _like(session, names.relation(like[1]), defaults=bool(like[2]))
    else:
        columns = columns_of(body)
    tables.make(session, relation, _with_keys(columns, attributes), temporary=temporary)
    privileges.apply_defaults(session, relation)
    return Answer()


def _body(text: str) -> tuple[str, str]:
    """What is in the parentheses that a text begins with, and what follows them."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for token in tokens(text):
        depth += depth_of(token)
        if not depth:
            return text[1 : token.start], text[token.end + 1 :]
    raise SqlError("syntax error at end of input")


def _attributes(rest: str) -> tuple[list[re.Match[str]], str]:
    """DISTKEY and the like, and the query after AS."""
    rest, found = rest.strip(), []
    while match := _ATTRIBUTE.match(rest):
        found.append(match)
        rest = rest[match.end() :].strip()
    if rest and not (query := re.fullmatch(r"as\b\s*(.*)", rest, re.IGNORECASE | re.DOTALL)):
        raise SqlError(f'syntax error at or near "{rest.split()[0]}"')
    return found, query[1] if rest and query else ""


def _with_keys(columns: list[Column], attributes: list[re.Match[str]]) -> list[Column]:
    """Columns that know of the table's keys."""
    keys: dict[str, dict[str, Any]] = {column.name: {} for column in columns}
    for attribute in attributes:
        distkey, sortkey = attribute["distkey"], attribute["sortkey"]
        wanted: list[tuple[str, dict[str, Any]]] = []
        if distkey:
            wanted.append((distkey, {"distkey": True}))
        if sortkey:
            wanted += [(name, {"sortkey": n}) for n, name in enumerate(sortkey.split(","), 1)]
        for name, what in wanted:
            if names.plain(name) not in keys:
                raise SqlError(f'column "{names.plain(name)}" named in key does not exist')
            keys[names.plain(name)] |= what
    for column in columns:
        column.notes.update(keys[column.name])
    return columns


def _like(session: Session, other: names.Relation, *, defaults: bool) -> list[Column]:
    found = relations.columns(session, other)
    if not found:
        raise SqlError(f'relation "{other}" does not exist')
    return [
        Column(
            name=c.name,
            type=c.type,
            nullable=c.nullable,
            notes=c.notes,
            default=c.default if defaults and not c.identity else None,
        )
        for c in found
    ]


def _of_query(session: Session, relation: names.Relation, query: str, temporary: bool) -> Answer:
    place = names.quoted(relation.name) if temporary else relation.sql
    kind = "TEMPORARY TABLE" if temporary else "TABLE"
    if not temporary:
        relations.check_schema(session, relation.schema)
    sql = to_duckdb(resolve(session, parse(query)))
    count = session.do(f"CREATE {kind} {place} AS {sql}")
    privileges.apply_defaults(session, relation)
    return Answer(number=count)
