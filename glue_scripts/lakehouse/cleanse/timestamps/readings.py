"""All moments that a text may mean, whatever is known of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from lakehouse.cleanse.timestamps.clock import Clock, clock
from lakehouse.cleanse.timestamps.days import Day, days
from lakehouse.cleanse.timestamps.digits import of_digits
from lakehouse.cleanse.timestamps.names import WEEKDAYS
from lakehouse.cleanse.timestamps.reading import Reading

LONGEST = 100
# `Sat Mar 1 12:34:56 CET 2025`: the year stands behind the time.
_YEAR_LAST = re.compile(
    r"(\w+ [0-9]{1,2}) ([0-9]{1,2}:[0-9:.]+(?: [AaPp][Mm])?)"
    r"( [A-Za-z]{1,5}| [+-][0-9]{4})? ([0-9]{4})"
)
_WEEKDAY = re.compile(r"([^\W\d_]{2,11})[.,]{0,2} ")


def readings(text: str) -> list[Reading]:
    """All moments that a text without outer white space may mean; none where it is no moment.

    Raises:
        LookupError: it depends on a time zone of which only an unclear name is given.
    """
    if len(text) > LONGEST:
        return []
    numbers = of_digits(text)
    if numbers is not None:
        return numbers
    if found := list(_dates(text)):
        return found
    named = _WEEKDAY.match(text)
    weekday = WEEKDAYS.get(named[1].lower()) if named else None
    if named is None or weekday is None:
        return list(_dates(_YEAR_LAST.sub(r"\1 \4 \2\3", text)))
    rest = text[named.end() :]
    return list(_dates(_YEAR_LAST.sub(r"\1 \4 \2\3", rest), weekday))


def _dates(text: str, weekday: int | None = None) -> Iterator[Reading]:
    for day in days(text):
        time = clock(text[day.end :])
        if time is None:
            continue
        try:
            yield _reading(day, time, weekday)
        except ValueError:
            continue


def _reading(day: Day, time: Clock, weekday: int | None) -> Reading:
    # A year that is not there has the days of a leap year.
    on = date(day.year or 4, day.month, day.day)
    if weekday is not None and on.weekday() != weekday:
        raise ValueError("another day of the week")
    moment: datetime | None = None
    if day.year:
        try:
            moment = time.at(day.year, day.month, day.day)
        except OverflowError:
            moment = None
    return Reading(day.label, moment, time.unit)
