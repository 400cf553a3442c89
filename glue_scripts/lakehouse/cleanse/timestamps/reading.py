"""One way to understand a text as a moment."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND


class Reading(NamedTuple):
    """A moment, as one form of writing has it.

    Attributes:
        label: the form; forms that can be taken for each other have different labels.
        moment: UTC; None where it is before the year 1 or behind the year 9999.
        unit: microseconds; the text says no more than that the moment lies within them.
    """

    label: str
    moment: datetime | None
    unit: int


def unit_of_fraction(digits: str | None) -> int:
    """The unit of a time with so many digits behind its seconds."""
    return int(SECOND * 10 ** -min(len(digits or ""), 6))


def micros(fraction: str | None) -> int:
    """A fraction of a second in microseconds; further digits are cut."""
    return int((fraction or "")[:6].ljust(6, "0"))


def years(text: str) -> tuple[int, ...]:
    """The years that a text may mean: two digits leave the century open."""
    if len(text) == 4:
        return (int(text),)
    return (1900 + int(text), 2000 + int(text)) if len(text) == 2 else ()
