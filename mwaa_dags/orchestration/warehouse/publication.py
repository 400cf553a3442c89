"""A gold publication, as far as the warehouse is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts import Contract, load_layer
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


@dataclass(frozen=True)
class InPlace:
    """What readers see: the number of the load that brought it; zeros before the first."""

    load_no: int
    publication: int


def read(content: publications.Publication) -> Publication:
    """What the object says.

    Raises:
        PublicationError: a table is missing, has other columns than its contract, or nothing says
            what is in it.
    """
    number = int(content["publication"])
    try:
        tables = tuple(_table(number, c, content["tables"][c.id]) for c in load_layer("gold"))
    except KeyError as error:
        raise PublicationError(
            f"publication {number} lacks {error}: it is of an older release; "
            "build gold anew with the DAG backfill"
        ) from None
    return Publication(number, content["build"], content["published_at"][:19], tables)


def _table(number: int, contract: Contract, entry: publications.TableEntry) -> Table:
    # COPY fills columns by their position: with others, values would end up in the wrong ones.
    if entry["columns"] != list(contract.typed_columns):
        raise PublicationError(
            f"publication {number}: {contract.id} was built with the columns "
            f"{', '.join(entry['columns'])}; its contract has {', '.join(contract.typed_columns)}: "
            "build gold anew with the DAG backfill, or load it with the release that built it"
        )
    sums = {column: Decimal(total) for column, total in entry["sums"].items()}
    return Table(contract.name, entry["manifest"], int(entry["rows"]), sums)
