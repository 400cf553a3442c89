"""A gold publication, as far as the warehouse is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts import load_layer
from lake_protocol import publications


class PublicationError(Exception):
    """A publication that cannot be loaded."""


@dataclass(frozen=True)
class Table:
    """A table of it: where its files are listed, and what has to be in it."""

    name: str
    manifest: str | None
    rows: int
    sums: Mapping[str, Decimal] = field(hash=False)


@dataclass(frozen=True)
class Publication:
    """All tables of it."""

    number: int
    build: str
    published_at: str
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(t.rows for t in self.tables)


def read(content: publications.Publication) -> Publication:
    """What the object says.

    Raises:
        PublicationError: a table is missing, or nothing says what is in it.
    """
    number = int(content["publication"])
    try:
        tables = tuple(_table(c.name, content["tables"][c.id]) for c in load_layer("gold"))
    except KeyError as error:
        raise PublicationError(
            f"publication {number} lacks {error}: it is of an older release; "
            "build gold anew with the DAG backfill"
        ) from None
    return Publication(number, content["build"], content["published_at"][:19], tables)


def _table(name: str, entry: publications.TableEntry) -> Table:
    sums = {column: Decimal(total) for column, total in entry["sums"].items()}
    return Table(name, entry["manifest"], int(entry["rows"]), sums)
