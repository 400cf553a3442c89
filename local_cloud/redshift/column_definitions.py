"""Definitions of columns, as they stand in CREATE TABLE and ALTER TABLE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlglot.tokenizer_core import Token, TokenType

from local_cloud.redshift import names
from local_cloud.redshift.dialect import parse, to_duckdb
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.relations import Column
from local_cloud.redshift.text import tokens
from local_cloud.redshift.types import column_type

# Keys are information for the planner, as in Redshift; those of a primary key are never null.
_TABLE_CONSTRAINTS = ("primary", "unique", "foreign", "constraint")
_PRIMARY_KEY = re.compile(r"primary\s+key\s*\(([^)]*)\)", re.IGNORECASE)
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


def columns_of(body: str) -> list[Column]:
    """The columns that the parentheses of CREATE TABLE define.

    Raises:
        SqlError: one is not defined as it should be.
    """
    items = list(_items(body))
    keys = {
        names.plain(name)
        for item in items
        if (found := _PRIMARY_KEY.search(item)) and _is_constraint(item)
        for name in found[1].split(",")
    }
    columns = [column_of(item) for item in items if not _is_constraint(item)]
    return [replace(c, nullable=c.nullable and c.name not in keys) for c in columns]


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
        depth += depth_of(words[end])
    begin, stop = words[at].end + 1, words[end - 1].end + 1
    expression = to_duckdb(parse(text[begin:stop]))
    return expression, (text[: words[at].start] + text[stop:]).strip()


def depth_of(token: Token) -> int:
    """How many parentheses a word opens; one that it closes counts against that."""
    return {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)


def _items(body: str) -> Iterator[str]:
    """The definitions of columns, and constraints, between commas."""
    depth = start = 0
    for token in tokens(body):
        depth += depth_of(token)
        if token.token_type == TokenType.COMMA and not depth:
            yield body[start : token.start].strip()
            start = token.end + 1
    yield body[start:].strip()


def _is_constraint(item: str) -> bool:
    return item.partition(" ")[0].lower() in _TABLE_CONSTRAINTS
