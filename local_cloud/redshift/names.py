"""Names of relations: folded to lower case as Redshift does, quoted for DuckDB."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

# Pieces of regular expressions.
NAME = r'(?:"[^"]+"|[\w$#]+)'
QUALIFIED = rf"{NAME}(?:\.{NAME})*"
DEFAULT_SCHEMA = "public"


class Relation(NamedTuple):
    """A table or view."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def sql(self) -> str:
        """As it stands in a statement."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def plain(name: str) -> str:
    """A name without quotes, folded."""
    return name.strip().strip('"').lower()


def plain_list(names: str) -> list[str]:
    """Names between commas, folded."""
    return [plain(name) for name in names.split(",")]


def quoted(name: str) -> str:
    """A name as an identifier."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def text(value: str) -> str:
    """A value as a string literal."""
    escaped = value.replace("'", "''")
    return f"'{escaped}'"


def relation(name: str) -> Relation:
    """The relation that a possibly qualified name means."""
    parts = [plain(part) for part in re.findall(NAME, name)]
    return Relation(parts[-2] if len(parts) > 1 else DEFAULT_SCHEMA, parts[-1])


def named(table: exp.Table) -> Relation:
    """The relation that a node of a statement means."""
    return Relation(table.db.lower() or DEFAULT_SCHEMA, table.name.lower())
