"""What the generator needs to know of each dataset, read from the contracts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from contracts.load import allowed_values, load

Value = str | int | None
"""A clean value: text, whole number, microseconds since 1970 (timestamps) or cents (decimals)."""

Columns = dict[str, list[Value]]
"""Clean values by column name, all lists of the same length."""

DATASETS = ("events", "transactions", "users")


@dataclass(frozen=True)
class Table:
    """Names and types of the columns of one dataset."""

    name: str
    columns: tuple[str, ...]
    key: str
    order_by: str
    timestamps: tuple[str, ...]
    decimals: tuple[str, ...]
    integers: tuple[str, ...]
    required: tuple[str, ...]
    aliases: dict[str, tuple[str, ...]]

    @property
    def optional(self) -> tuple[str, ...]:
        """Columns a record may go without, whatever else comes with its key.

        Of two that do not say when they changed the later arrival counts, which no key can know.
        """
        return tuple(c for c in self.columns if c not in (*self.required, self.order_by))

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold text."""
        typed = {*self.timestamps, *self.decimals, *self.integers}
        return tuple(c for c in self.columns if c not in typed)


@cache
def table(dataset: str) -> Table:
    """The columns of a dataset, as its contract names them."""
    contract = load(f"source.{dataset}")
    columns = contract.columns
    return Table(
        name=dataset,
        columns=tuple(c.name for c in columns),
        key=contract.keys[0],
        order_by=contract.order_by[0],
        timestamps=tuple(c.name for c in columns if c.type == "timestamp"),
        decimals=tuple(c.name for c in columns if c.is_decimal),
        integers=tuple(c.name for c in columns if c.type == "integer"),
        required=tuple(c.name for c in columns if c.required),
        aliases={c.name: c.aliases for c in columns},
    )


@cache
def synonyms(dataset: str, column: str) -> dict[str, tuple[str, ...]]:
    """Synonyms of each allowed value of a column; empty where every value is allowed."""
    found = next(c for c in load(f"source.{dataset}").columns if c.name == column)
    return allowed_values(found) or {}


@cache
def statuses(flag: str) -> tuple[str, ...]:
    """Codes of the statuses that count as `revenue` or as `refund`."""
    return tuple(
        m.code for m in load("gold.dim_status").members if m.values.get(f"is_{flag}") is True
    )
