"""A small world of contracts: orders come in, and a mart sums them up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contracts import Column, Contract
from edp.contract.declared import Declared
from lakehouse.gold.model import Model

ORDER_ID = Column("order_id", "string", "", "", required=True, key=True, aliases=("id",))
AMOUNT = Column("amount", "decimal(12,2)", "", "", minimum="0", maximum="100")
STATUS = Column("status", "string", "", "", allowed={"paid": (), "open": ("new",)})
PLACED = Column("placed_at", "timestamp", "", "", aliases=("placed", "at"), minimum="2010-01-01")
ORDERS = Contract(
    "source",
    "orders",
    "1.0.0",
    "",
    "",
    "",
    (ORDER_ID, AMOUNT, STATUS, PLACED),
    order_by=("placed_at",),
)
TOTALS = Contract(
    "gold",
    "totals",
    "1.0.0",
    "",
    "",
    "",
    (
        Column("status", "string", "", "", required=True, key=True),
        Column("total", "decimal(20,2)", "", ""),
    ),
)


def model(sql: str, name: str = "totals") -> Model:
    """A SELECT from orders."""
    return Model(name, f"models/{name}.sql", sql, {"silver.orders": 1}, {})


TOTAL = model("select status, sum(amount) as total from silver__orders group by status")


def world(*contracts: Contract, models: tuple[Model, ...] = (TOTAL,), **more: Any) -> Declared:
    """Everything that is declared."""
    return Declared({c.id: c for c in contracts}, {m.name: m for m in models}, **more)


def with_column(contract: Contract, column: str, **about: Any) -> Contract:
    """The same contract, of which a column says something else."""
    columns = (replace(c, **about) if c.name == column else c for c in contract.columns)
    return replace(contract, columns=tuple(columns))


def with_new(contract: Contract, column: Column) -> Contract:
    """The same contract with one more column."""
    return replace(contract, columns=(*contract.columns, column))


def without(contract: Contract, column: str) -> Contract:
    """The same contract without a column."""
    return replace(contract, columns=tuple(c for c in contract.columns if c.name != column))
