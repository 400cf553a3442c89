"""The registry of defects within one value (or a few values) of a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.kinds.kind import Kind, ValueDefect, registering
from generator.row import Row
from generator.tables import DATASETS


@dataclass(frozen=True, kw_only=True)
class ValueKind(Kind):
    """A defect that a function writes into a record, if the record and its file allow it."""

    write: ValueDefect
    weight: int
    slash: tuple[str, ...]

    def apply(self, row: Row) -> bool:
        """Writes the defect; false if it cannot occur in this record."""
        if self.slash and row.layout.slash not in self.slash:
            return False
        done = self.write(row)
        if done:
            row.kinds.append(self.name)
        return done


VALUE_KINDS: dict[str, ValueKind] = {}


def value(
    datasets: tuple[str, ...] = DATASETS,
    *,
    expected: str = "silver",
    weight: int = 2,
    slash: tuple[str, ...] = (),
) -> Callable[[ValueDefect], ValueDefect]:
    """Registers the function below as a kind."""
    fields = {"datasets": datasets, "expected": expected, "weight": weight, "slash": slash}
    return registering(VALUE_KINDS, ValueKind, "write", level="value", **fields)
