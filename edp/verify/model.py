"""What verifying finds out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """A published table, held against the same one built anew.

    Attributes:
        name: Such as `gold.daily_revenue`.
        rows: How many are published.
        differences: What is published otherwise than it is built anew, a line each.
        left_out: Why it was not compared; None where it was.
    """

    name: str
    rows: int | None
    differences: Sequence[str] = ()
    left_out: str | None = None


@dataclass(frozen=True)
class Verified:
    """All tables of silver and gold."""

    tables: Sequence[Table]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every table that was compared is as it is built anew."""
        return not any(table.differences for table in self.tables)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"ok": self.ok, **asdict(self)}
