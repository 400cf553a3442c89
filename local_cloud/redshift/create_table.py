"""CREATE TABLE: Redshift's own clauses are read here; what has no effect on one file is noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlglot.tokenizer_core import Token, TokenType

from local_cloud.redshift import names, privileges, relations
from local_cloud.redshift.dialect import parse, to_duckdb
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.relations import Column
from local_cloud.redshift.resolution import resolve
from local_cloud.redshift.text import tokens
from local_cloud.redshift.types import column_type

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

HEAD = (
    rf"create\s+(?P<temp>(?:local\s+)?temp(?:orary)?\s+)?table\s+(?P<exists>if\s+not\s+exists\s+)?"
    rf"(?P<name>{names.QUALIFIED})\s*(?P<rest>.*)"
)
_LIKE = re.compile(rf"like\s+({names.QUALIFIED})(\s+including\s+defaults)?", re.IGNORECASE)
# Primary, unique and foreign keys are information for the planner, as in Redshift.
_TABLE_CONSTRAINTS = ("primary", "unique", "foreign", "constraint")
_ATTRIBUTE = re.compile(
    rf"diststyle\s+(?:auto|even|all|key)|distkey\s*\(\s*(?P<distkey>{names.NAME})\s*\)"
    r"|(?:compound\s+|interleaved\s+)?sortkey\s*(?:\((?P<sortkey>[^)]*)\)|auto)"
    r"|backup\s+(?:yes|no)|encode\s+auto",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"not\s+null|null|encode\s+(?P<encoding>\w+)|(?P<distkey>distkey)|(?P<sortkey>sortkey)"
    r"|primary\s+key|unique|collate\s+\w+|references\s+[\w.\"]+\s*(?:\([^)]*\))?"
    r"|identity\s*\(\s*(?P<start>-?\d+)\s*,\s*(?P<step>-?\d+)\s*\)"
    r"|generated\s+by\s+default\s+as\s+identity\s*\(\s*(?P<start2>-?\d+)\s*,\s*(?P<step2>-?\d+)\s*\)",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"(?:double\s+precision|character\s+varying|(?:timestamp|time)\s+with(?:out)?\s+time\s+zone|\w+)"
    r"\s*(?:\([^)]*\))?",
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
        columns = [column_of(item) for item in _items(body)]
    relations.make(session, relation, _with_keys(columns, attributes), temporary=temporary)
    privileges.apply_defaults(session, relation)
    return Answer()


def column_of(item: str) -> Column:
    """The column that a definition such as `name varchar(64) not null` makes."""
    found = re.match(names.NAME, item)
    kind = _TYPE.match(item, found.end() + 1) if found else None
    if not found or not kind:
        raise SqlError(f'syntax error at or near "{item}"')
    default, rest = _default(item[kind.end() :].strip())
    nullable, notes = True, dict[str, Any]()
    while rest:
        constraint = _COLUMN.match(rest)
        if not constraint:
            raise SqlError(f'syntax error at or near "{rest}"')
        _take(constraint, notes)
        nullable = nullable and constraint[0].lower().split()[0] not in ("not", "primary")
        rest = rest[constraint.end() :].strip()
    return Column(
        name=names.plain(found[0]),
        type=column_type(kind[0]),
        nullable=nullable and "identity" not in notes,
        default=default,
        identity="identity" in notes,
        notes=notes,
    )


def _take(constraint: re.Match[str], notes: dict[str, Any]) -> None:
    if constraint["encoding"]:
        notes["encoding"] = constraint["encoding"].lower()
    if constraint["distkey"]:
        notes["distkey"] = True
    if constraint["sortkey"]:
        notes["sortkey"] = 1
    if start := constraint["start"] or constraint["start2"]:
        notes["identity"] = [int(start), int(constraint["step"] or constraint["step2"])]


def _default(text: str) -> tuple[str | None, str]:
    """The expression after DEFAULT, for DuckDB, and the text without it."""
    words = tokens(text)
    at = next((i for i, t in enumerate(words) if t.token_type == TokenType.DEFAULT), None)
    if at is None or (at and words[at - 1].text.lower() == "by"):
        return None, text
    depth, end = 0, at + 1
    for end in range(at + 1, len(words) + 1):
        if end == len(words) or (
            end > at + 1 and not depth and _COLUMN.match(text[words[end].start :])
        ):
            break
        depth += _depth(words[end])
    begin, stop = words[at].end + 1, words[end - 1].end + 1
    expression = to_duckdb(parse(text[begin:stop]))
    return expression, (text[: words[at].start] + text[stop:]).strip()


def _depth(token: Token) -> int:
    return {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)


def _body(text: str) -> tuple[str, str]:
    """What is in the parentheses that a text begins with, and what follows them."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for token in tokens(text):
        depth += _depth(token)
        if not depth:
            return text[1 : token.start], text[token.end + 1 :]
    raise SqlError("syntax error at end of input")


def _items(body: str) -> Iterator[str]:
    """The definitions of columns between commas."""
    depth = start = 0
    for token in tokens(body):
        depth += _depth(token)
        if token.token_type == TokenType.COMMA and not depth:
            yield from _column_item(body[start : token.start])
            start = token.end + 1
    yield from _column_item(body[start:])


def _column_item(text: str) -> Iterator[str]:
    text = text.strip()
    if text and text.split(None, 1)[0].lower() not in _TABLE_CONSTRAINTS:
        yield text


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
        Column(name=c.name, type=c.type, nullable=c.nullable, notes=c.notes,
               default=c.default if defaults and not c.identity else None)
        for c in found
    ]  # fmt: skip


def _of_query(session: Session, relation: names.Relation, query: str, temporary: bool) -> Answer:
    place = names.quoted(relation.name) if temporary else relation.sql
    kind = "TEMPORARY TABLE" if temporary else "TABLE"
    if not temporary:
        relations.check_schema(session, relation.schema)
    sql = to_duckdb(resolve(session, parse(query)))
    count = session.do(f"CREATE {kind} {place} AS {sql}")
    privileges.apply_defaults(session, relation)
    return Answer(number=count)
