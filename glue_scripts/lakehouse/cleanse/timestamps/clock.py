"""What follows a date: the time of day and the zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from lakehouse.cleanse.timestamps import names
from lakehouse.cleanse.timestamps.reading import (
    DAY,
    HOUR,
    MINUTE,
    micros,
    unit_of_fraction,
)

FARTHEST_ZONE = timedelta(hours=18)
# The last one is DB2's: `2025-03-01-12.34.56.123456`.
_BEFORE = r"(?P<gap>[Tt]|,? (?:(?:at|um|à) )?|:|-(?=[0-9]{2}[.][0-9]{2}[.][0-9]{2}))"
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?P<mark>[:.])(?P<minute>[0-9]{2})(?:(?P=mark)(?P<second>[0-9]{2})(?:[.,:](?P<fraction>[0-9]+))?)?)?"
    r"(?: ?(?P<half>[AaPp])\.? ?[Mm]\.?)?"
)
_COMPACT = r"(?P<hhmm>[0-9]{4})(?:(?P<ss>[0-9]{2})(?:[.,](?P<part>[0-9]+))?)?"
_OFFSET = (
    r"(?:UTC|GMT|utc|gmt|Z)?(?P<sign>[+-])(?P<hours>[0-9]{2}|(?<=[TCtc][+-])[0-9])"
    r"(?::?(?P<minutes>[0-9]{2}))?(?: (?P<also>[A-Za-z]{1,5}))?"
)
_ZONE = rf"(?: ?(?:{_OFFSET}|(?P<zone>[A-Za-z]{{1,5}})))?(?: ?[\[(](?P<place>[^\])]{{1,60}})[\])])?"
_REST = re.compile(rf"(?:{_BEFORE}(?:{_CLOCK}|{_COMPACT}))?{_ZONE}")


class Clock(NamedTuple):
    """A time of day.

    Attributes:
        time: since midnight; a whole day is the next midnight.
        unit: microseconds; how exactly it is written. A date, and midnight, stand for their day.
        offset: how far its zone is ahead of UTC, None if the zone only has a name.
        zone: that name.
        leap: whether it is the 60th second of a minute.
    """

    time: timedelta
    unit: int
    offset: timedelta | None
    zone: str = ""
    leap: bool = False

    def at(self, year: int, month: int, day: int) -> datetime:
        """The moment at which a clock shows this on a day.

        Raises:
            LookupError: more than one offset goes by the name of the zone.
            ValueError: there is no such day, or no such leap second.
            OverflowError: it is before the year 1 or behind the year 9999.
        """
        midnight = datetime(year, month, day, tzinfo=UTC)
        offset = names.zone(self.zone, month) if self.offset is None else self.offset
        moment = midnight + self.time - offset
        if self.leap and moment.time().replace(microsecond=0) != datetime.min.time():
            raise ValueError("leap seconds stand at the end of a UTC day")
        return moment


@lru_cache(1 << 13)
def clock(rest: str) -> Clock | None:
    """What the text behind a date says; None if it is no time of day."""
    found = _REST.fullmatch(rest)
    if found is None:
        return None
    try:
        offset, zone = _offset(found)
    except ValueError:
        return None
    if found["gap"] is None:
        # `-05` behind a date is more likely a part of something else.
        bare = found["sign"] and not found["minutes"]
        return None if bare else Clock(timedelta(), DAY, offset, zone)
    return _compact(found, offset, zone) if found["hhmm"] else _divided(found, offset, zone)


def _divided(found: re.Match[str], offset: timedelta | None, zone: str) -> Clock | None:
    hour, half = int(found["hour"]), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    elif found["minute"] is None and found["gap"] not in "Tt":
        return None
    return _of_parts(hour, found["minute"], found["second"], found["fraction"], offset, zone)


def _compact(found: re.Match[str], offset: timedelta | None, zone: str) -> Clock | None:
    hhmm = found["hhmm"]
    return _of_parts(int(hhmm[:2]), hhmm[2:], found["ss"], found["part"], offset, zone)


def _of_parts(
    hour: int,
    minute: str | None,
    second: str | None,
    fraction: str | None,
    offset: timedelta | None,
    zone: str,
) -> Clock | None:
    minutes, seconds, part = int(minute or 0), int(second or 0), micros(fraction)
    leap = seconds == 60
    if (
        minutes > 59
        or seconds > 60
        or hour > 24
        or (hour == 24 and (minutes, seconds, part) > (0, 0, 0))
    ):
        return None
    time = timedelta(hours=hour, minutes=minutes, seconds=seconds, microseconds=part)
    if not time or hour == 24:
        return Clock(time, DAY, offset, zone)
    unit = HOUR if minute is None else MINUTE if second is None else unit_of_fraction(fraction)
    return Clock(time, unit, offset, zone, leap)


def _offset(found: re.Match[str]) -> tuple[timedelta | None, str]:
    """How far the zone is ahead of UTC, or its name where that has to be looked up.

    Raises:
        ValueError: it is no zone, or two that differ.
    """
    names_ = [n for n in (found["also"], found["place"]) if n]
    if found["sign"] is None:
        name = found["zone"] or found["place"]
        return (timedelta(), "") if name is None else (None, name)
    minutes = int(found["minutes"] or 0)
    ahead = timedelta(hours=int(found["hours"]), minutes=minutes)
    if minutes > 59 or ahead > FARTHEST_ZONE:
        raise ValueError("no such zone")
    if ahead and any(n.lower() in names.UTC_NAMES for n in names_):
        raise ValueError("UTC is not ahead of itself")
    return (-ahead if found["sign"] == "-" else ahead), ""
