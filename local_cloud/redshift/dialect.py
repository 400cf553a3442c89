"""Redshift's dialect in, DuckDB's out."""

from __future__ import annotations

import logging

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from local_cloud.redshift.errors import in_words_of_redshift

# What the parser does not know is refused in a better place.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def parse(sql: str) -> exp.Expr:
    """A statement as a tree, its names folded to lower case.

    Raises:
        SqlError: it is none that the parser knows.
    """
    try:
        tree = sqlglot.parse_one(sql, read="redshift")
    except SqlglotError as error:
        raise in_words_of_redshift(error) from None
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("this", identifier.name.lower())
    return tree


def to_duckdb(tree: exp.Expr) -> str:
    """A statement for DuckDB.

    Raises:
        SqlError: it has no equal there.
    """
    try:
        return tree.transform(_equal).sql("duckdb", unsupported_level=ErrorLevel.RAISE)
    except SqlglotError as error:
        raise in_words_of_redshift(error) from None


def with_names(query: exp.Expr) -> exp.Expr:
    """A query whose columns have the names that Redshift gives them."""
    if isinstance(query, exp.SetOperation):
        with_names(query.this)
    if isinstance(query, exp.Select):
        query.set("expressions", [_named(column) for column in query.expressions])
    return query


def _equal(node: exp.Expr) -> exp.Expr:
    # GETDATE() has no time zone.
    if isinstance(node, exp.CurrentTimestamp):
        return exp.cast(exp.func("now"), exp.DType.TIMESTAMP)
    return node


def _named(column: exp.Expr) -> exp.Expr:
    if isinstance(column, (exp.Alias, exp.Column, exp.Star, exp.Aliases)):
        return column
    return exp.alias_(column, _name(column), quoted=True)


def _name(value: exp.Expr) -> str:
    if isinstance(value, (exp.Column, exp.Alias)):
        return str(value.name)
    if isinstance(value, (exp.Cast, exp.Paren, exp.Window)):
        return _name(value.this)
    if isinstance(value, exp.Anonymous):
        return str(value.name).lower()
    for kind, name in ((exp.Case, "case"), (exp.CurrentTimestamp, "getdate")):
        if isinstance(value, kind):
            return name
    if isinstance(value, exp.Func) and not isinstance(value, exp.Connector):
        return str(value.sql_name()).lower()
    return "?column?"
