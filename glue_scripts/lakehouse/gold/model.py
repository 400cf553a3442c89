"""A model: the SELECT that says the rows of a gold table."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from contracts.roots import Source
from lakehouse.errors.failure import JobFailed

ALLOWED = "allowed is one SELECT in the SQL that Spark and Sail share"


@dataclass(frozen=True)
class Model:
    """A SELECT whose inputs are qualified names, such as `silver.<dataset>`.

    Attributes:
        name: The table that it fills.
        label: Its file.
        sql: The SELECT; each input goes by the name of its view (`view_of`).
        inputs: Input -> the line that names it first.
        columns: Column -> the line that says it.
    """

    name: str
    label: str
    sql: str
    inputs: dict[str, int]
    columns: dict[str, int]


def parse(source: Source) -> Model:
    """The model in a file.

    Raises:
        JobFailed: it is not one SELECT of named columns from qualified names.
    """
    text = source.read()
    query = select(text, source.label)
    inputs: dict[str, int] = {}
    for table in tables(query, source.label):
        inputs.setdefault(f"{table.db}.{table.name}", _line(table))
    columns = {_name(c, source.label): _line(c) for c in query.selects}
    return Model(source.name, source.label, from_views(text, source.label), inputs, columns)


def select(text: str, label: str) -> exp.Query:
    """The SELECT that a text is.

    Args:
        text: Of a file, or of a check in a contract.
        label: Where it stands.

    Raises:
        JobFailed: it is something else.
    """
    try:
        statements = [s for s in sqlglot.parse(text, dialect="spark") if s is not None]
    except SqlglotError as error:
        told = getattr(error, "errors", None) or [{"line": 1, "description": str(error)}]
        why = f"{told[0]['description']}".rstrip(".")
        raise JobFailed(f"{label}:{told[0]['line']}: {why}; {ALLOWED}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        kinds = " and ".join(s.key.upper() for s in statements) or "nothing"
        raise JobFailed(f"{label}:1: found {kinds}; {ALLOWED}")
    return statements[0]


def tables(query: exp.Query, label: str) -> list[exp.Table]:
    """The tables that a SELECT reads, other than those that it defines itself.

    Raises:
        JobFailed: one has no qualified name.
    """
    own = {cte.alias for cte in query.find_all(exp.CTE)}
    named = [t for t in query.find_all(exp.Table) if isinstance(t.this, exp.Identifier)]
    read = [t for t in named if t.db or t.name not in own]
    if bare := next((t for t in read if not t.db or t.catalog), None):
        raise JobFailed(
            f"{label}:{_line(bare)}: {bare.sql(dialect='spark')} is no input; "
            "allowed are names such as silver.<dataset> or gold.<table>"
        )
    return read


def from_views(text: str, label: str) -> str:
    """A SELECT that reads views in place of the tables it names; everything else is as written."""
    found = tables(select(text, label), label)
    for table in sorted(found, key=lambda t: -int(t.this.meta["start"])):
        start, end = table.args["db"].meta["start"], table.this.meta["end"] + 1
        alias = "" if table.alias else f" as {table.name}"
        text = text[:start] + view_of(f"{table.db}.{table.name}") + alias + text[end:]
    return text


def view_of(name: str) -> str:
    """The view that stands for a table of a qualified name, which views cannot have."""
    return name.replace(".", "__")


def _name(column: exp.Expr, label: str) -> str:
    if column.is_star or not isinstance(column, exp.Alias | exp.Column):
        said = column.sql(dialect="spark")
        raise JobFailed(f"{label}:{_line(column)}: {said} has no name; allowed are named columns")
    return column.alias_or_name


def _line(found: exp.Expr) -> int:
    lines = [part.meta["line"] for part in found.find_all(exp.Identifier) if "line" in part.meta]
    return max(lines, default=1)
