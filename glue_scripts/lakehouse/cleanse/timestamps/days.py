"""The forms of dates: what stands before a time of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lakehouse.cleanse.timestamps.names import MONTHS
from lakehouse.cleanse.timestamps.reading import years

# Where day, month and year stand, by the label of the reading.
YEAR_FIRST = {"year_first": "ymd"}
EITHER = {"day": "dmy", "month": "mdy"}
ANY = EITHER | {"year": "ymd"}
POINTS = {"day_points": "dmy", "month_points": "mdy"}
_NAME, _NTH, _OF = r"([^\W\d_]{3,10})", r"(?:st|nd|rd|th|\.|º|er)?", r"(?:de |of )?"
FORMS = [
    (re.compile(pattern + r"(?![0-9])"), orders)
    for pattern, orders in (
        (r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", YEAR_FIRST),
        (r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})", YEAR_FIRST),
        (r"([0-9]{4})\. ?([0-9]{1,2})\. ?([0-9]{1,2})\.?", YEAR_FIRST),
        (r"([0-9]{4})[年년] ?([0-9]{1,2})[月월] ?([0-9]{1,2})[日일]", YEAR_FIRST),
        (r"([0-9]{4})([0-9]{2})([0-9]{2})", YEAR_FIRST),
        (r"([0-9]{2})([0-9]{2})([0-9]{4})", EITHER),
        (r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", EITHER),
        (r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", EITHER),
        (r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2})", ANY),
        (r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{2})", ANY),
        (r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", POINTS),
        (r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{2})", POINTS | {"year": "ymd"}),
        (rf"([0-9]{{1,2}}){_NTH}[ /-]?{_OF}{_NAME}\.?,?[ /-]?{_OF}([0-9]{{4}})", {"named": "dmy"}),
        (rf"([0-9]{{1,2}})([ /-]){_NAME}\2([0-9]{{2}})", {"named": "d-my"}),
        (rf"{_NAME}\.?[ /-]([0-9]{{1,2}}){_NTH}(?:, ?|[ /-])([0-9]{{4}})", {"named": "mdy"}),
        (rf"([0-9]{{4}})[ /-]{_NAME}[ /-]([0-9]{{1,2}})", {"named": "ymd"}),
    )
]


class Day(NamedTuple):
    """A day as one reading has it; it may not exist. The text goes on at `end`."""

    label: str
    year: int
    month: int
    day: int
    end: int


def days(text: str) -> Iterator[Day]:
    """The days that a text may begin with."""
    for form, orders in FORMS:
        if found := form.match(text):
            for label, year, month, day in _read(found.groups(), tuple(orders.items())):
                yield Day(label, year, month, day, found.end())


@lru_cache(1 << 13)
def _read(
    parts: tuple[str, ...], orders: tuple[tuple[str, str], ...]
) -> list[tuple[str, int, int, int]]:
    found = []
    for label, order in orders:
        by = dict(zip(order, parts, strict=True))
        month = by["m"]
        number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
        found += [(label, year, number, int(by["d"])) for year in years(by["y"])]
    return found
