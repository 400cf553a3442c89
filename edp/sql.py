"""Names, values and types as DuckDB writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from contracts import Column
from edp.errors import EdpError

_TYPES = {"string": "VARCHAR"}


def quoted(name: str) -> str:
    """A name such as `gold.daily_revenue`, each part in double quotes."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """A list of texts."""
    return "[" + ", ".join(literal(t) for t in texts) + "]"


def sql_type(column: Column) -> str:
    """The type of a contract's column; timestamps are UTC without saying so."""
    return _TYPES.get(column.type, column.type.upper())


def number(con: duckdb.DuckDBPyConnection, query: str) -> int:
    """The single number a query gives."""
    row = con.execute(query).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turns what DuckDB says of a file that is gone or torn into one line for people.

    Raises:
        EdpError: anything DuckDB refused to do.
    """
    try:
        yield
    except duckdb.Error as error:
        raise EdpError(str(error).strip().splitlines()[0]) from error
