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
_YEAR, _ONE, _TWO = "([0-9]{4})", "([0-9]{1,2})", "([0-9]{2})"
# By how a text begins: a year or eight digits, a number of one or two digits, a word.
FORMS = {
    shape: [
        (re.compile(pattern + r"(?![0-9])"), tuple(orders.items())) for pattern, orders in forms
    ]
    for shape, forms in {
        "year": (
            (rf"{_YEAR}-{_ONE}-{_ONE}", YEAR_FIRST),
            (rf"{_YEAR}/{_ONE}/{_ONE}", YEAR_FIRST),
            (rf"{_YEAR}\. ?{_ONE}\. ?{_ONE}\.?", YEAR_FIRST),
            (rf"{_YEAR}[年년] ?{_ONE}[月월] ?{_ONE}[日일]", YEAR_FIRST),
            (rf"{_YEAR}[ /-]{_NAME}[ /-]{_ONE}", {"named": "ymd"}),
            (rf"{_YEAR}{_TWO}{_TWO}", YEAR_FIRST),
            (rf"{_TWO}{_TWO}{_YEAR}", EITHER),
        ),
        "number": (
            (rf"{_ONE}/{_ONE}/{_YEAR}", EITHER),
            (rf"{_ONE}-{_ONE}-{_YEAR}", EITHER),
            (rf"{_ONE}\. ?{_ONE}\. ?{_YEAR}", POINTS),
            (rf"{_ONE}/{_ONE}/{_TWO}", ANY),
            (rf"{_ONE}-{_ONE}-{_TWO}", ANY),
            (rf"{_ONE}\. ?{_ONE}\. ?{_TWO}", POINTS | {"year": "ymd"}),
            (rf"{_ONE}{_NTH}[ /-]?{_OF}{_NAME}\.?,?[ /-]?{_OF}{_YEAR}", {"named": "dmy"}),
            (rf"{_ONE}[ /-]{_NAME}[ /-]{_TWO}", {"named": "dmy"}),
        ),
        "word": ((rf"{_NAME}\.?[ /-]{_ONE}{_NTH}(?:, ?|[ /-]){_YEAR}", {"named": "mdy"}),),
    }.items()
}


class Day(NamedTuple):
    """A day as one reading has it; it may not exist. The text goes on at `end`."""

    label: str
    year: int
    month: int
    day: int
    end: int


def days(text: str) -> Iterator[Day]:
    """The days that a text may begin with."""
    for form, orders in FORMS[_shape(text)]:
        if found := form.match(text):
            for label, year, month, day in _read(found.groups(), orders):
                yield Day(label, year, month, day, found.end())


def _shape(text: str) -> str:
    if text[:4].isdecimal():
        return "year"
    return "number" if text[:1].isdecimal() else "word"


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
