"""What a comparison of contracts says: changes by class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from contracts import Contract

PRODUCERS, ANALYSTS, WAREHOUSE = "producers", "analysts", "warehouse"


class Effect(Enum):
    """Classes of changes, the mildest first; the exit code is that of the worst one found."""

    COMPATIBLE = ("compatible", 0, "adds or allows something; nobody has to do anything")
    REBUILT = ("built anew", 20, "the same columns, perhaps with other values")
    NOTICED = ("noticed", 21, "producers, analysts or the warehouse see a difference")
    BREAKING = ("breaking", 22, "values no longer fit: raise the contract's major version")

    def __init__(self, label: str, exit_code: int, meaning: str) -> None:
        self.label = label
        self.exit_code = exit_code
        self.meaning = meaning


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        contract: Its id, such as `gold.<table>`, or `code`, `config`, `reference`.
        what: What is otherwise, as part of a sentence.
        then: What the next run does about it, and what people have to do.
        part: The column or property of the contract; None where it is the whole.
        noticed_by: Who sees a difference.
        rebuilt: The tables that are built anew.
    """

    effect: Effect
    contract: str
    what: str
    then: str
    part: str | None = None
    noticed_by: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The change as plain values."""
        return {**asdict(self), "effect": self.effect.label}


def worst(changes: Iterable[Change]) -> Effect:
    """The class of all of some changes together."""
    found = (change.effect for change in changes)
    return max(found, key=lambda effect: effect.exit_code, default=Effect.COMPATIBLE)


def readers_of(contract: Contract) -> tuple[str, ...]:
    """Who sees a table that follows from a contract."""
    return (ANALYSTS, WAREHOUSE) if contract.layer == "gold" else (ANALYSTS,)
