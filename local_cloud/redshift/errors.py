"""What goes wrong in SQL, in the words of Redshift."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
from sqlglot.errors import ParseError, TokenError, UnsupportedError


class SqlError(Exception):
    """A statement failed; the message is what a client reads after `ERROR: `."""


class Cancelled(SqlError):
    """Somebody cancelled the statement."""


@dataclass
class LoadError(SqlError):
    """COPY refused a file.

    Attributes:
        table: Into which it was to be loaded.
        file: Its address.
        column: The column at fault, if it is one.
        reason: What is wrong with it.
    """

    table: str
    file: str
    column: str
    reason: str

    def __str__(self) -> str:
        return (
            f"Load into table '{self.table}' failed.  Check 'sys_load_error_detail' system table "
            f"for details.  {self.reason}, File name: {self.file}"
        )


# What DuckDB says -> what Redshift says.
_WORDS: list[tuple[str, str]] = [
    (r'NOT NULL constraint failed: \S+\."?(\w+)"?', r"Cannot insert a NULL value into column \1"),
    (
        r'CHECK constraint failed .*octet_length\(encode\("?\w+"?\)\) <= (\d+)',
        r"value too long for type character varying(\1)",
    ),
    (r'Referenced column "([^"]+)" (?:was )?not found', r'column "\1" does not exist'),
    (
        r'Table "(\S+)" does not have a column (?:named|with name) "([^"]+)"',
        r'column "\2" of relation "\1" does not exist',
    ),
    (r'Values list "(\S+)" does not have a column named "(\S+)"', r"column \1.\2 does not exist"),
    (r"Function with name (\S+) does not exist", r"function \1 does not exist"),
    (r'Table with name "?([^\s"!]+)"? does not exist', r'relation "\1" does not exist'),
    (r'Schema with name "?([^\s"!]+)"? does not exist', r'schema "\1" does not exist'),
    (r'(?:Table|Schema) with name "?([^\s"!]+)"? already exists', r'Relation "\1" already exists'),
    (r"Could not convert string '(.*?)' to INT\d+", r'invalid input syntax for integer: "\1"'),
    (r"Could not convert string \"(.*?)\" to DECIMAL", r'invalid input syntax for numeric: "\1"'),
    (r"invalid date field format: \"(.*?)\"", r'invalid input syntax for type date: "\1"'),
    (r"invalid timestamp field format: \"(.*?)\"", r'invalid input syntax for timestamp: "\1"'),
    (r"(?i)\bconflict\b", "1023 Serializable isolation violation on a table"),
    (r"(?i)division by zero.*", "division by zero"),
    (
        r"Cannot delete a schema .*|.*there are entries that depend on it.*",
        "cannot drop it because other objects depend on it; use DROP ... CASCADE to drop them too",
    ),
]


def in_words_of_redshift(error: Exception) -> SqlError:
    """What a client of Redshift would read.

    Args:
        error: Of DuckDB or of the parser.
    """
    if isinstance(error, SqlError):
        return error
    if isinstance(error, duckdb.InterruptException):
        return Cancelled("Query cancelled on user's request")
    if isinstance(error, (ParseError, TokenError)):
        return SqlError(f"syntax error {_place(error)}")
    text = str(error)
    for pattern, words in _WORDS:
        if found := re.search(pattern, text, re.DOTALL):
            return SqlError(found.expand(words))
    if isinstance(error, UnsupportedError):
        return SqlError(f"not simulated by the local warehouse: {text}")
    return SqlError(text.partition(": ")[2].partition("\n")[0] or text)


def _place(error: ParseError | TokenError) -> str:
    details = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    if word := details.get("highlight"):
        return f'at or near "{word}" (line {details.get("line")}, column {details.get("col")})'
    return str(error).partition("\n")[0]
