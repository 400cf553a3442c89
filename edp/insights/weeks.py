"""Days added up to weeks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def last_weeks(days: Sequence[Decimal], most: int) -> list[Decimal]:
    """Sums of seven days each, the last of which ends with the last day; whole weeks only."""
    count = min(most, len(days) // 7)
    start = len(days) - 7 * count
    return [sum(days[i : i + 7], Decimal(0)) for i in range(start, len(days), 7)]
