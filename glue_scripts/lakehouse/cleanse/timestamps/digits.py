"""Moments in digits alone: since 1970, run together, or a spreadsheet's count of days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from lakehouse.cleanse.timestamps.reading import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Reading,
    micros,
    unit_of_fraction,
    years,
)

START = datetime(1970, 1, 1, tzinfo=UTC)
# Digits of a moment since 1970 (2001 to 2286) -> how many of them are behind the seconds.
EPOCHS = {10: 0, 13: 3, 16: 6, 19: 9}
RUN_TOGETHER = (
    "YYYYMMDD",
    "DDMMYYYY",
    "MMDDYYYY",
    "YYYYMMDDhh",
    "YYMMDDhhmm",
    "YYYYMMDDhhmm",
    "DDMMYYYYhhmm",
    "MMDDYYYYhhmm",
    "YYMMDDhhmmss",
    "YYYYMMDDhhmmss",
    "DDMMYYYYhhmmss",
    "MMDDYYYYhhmmss",
    "YYYYMMDDhhmmssff",
    "YYYYMMDDhhmmssfff",
    "YYYYMMDDhhmmssffffff",
)
# Digits that would have to mean an earlier one mean something else.
FIRST_YEAR = 1900
# What dates with the day or the month first are called elsewhere.
LABELS = {"DD": "day", "MM": "month"}
SERIAL, SERIAL_1900, SERIAL_1904 = "serial", "serial_1900", "serial_1904"
# Day 0 of each of the two calendars that spreadsheets count by.
SERIALS = {
    SERIAL_1900: datetime(1899, 12, 30, tzinfo=UTC),
    SERIAL_1904: datetime(1904, 1, 1, tzinfo=UTC),
}
_NUMBER = re.compile(r"(-?)([0-9]{1,20})(?:[.,]([0-9]{1,20}))?(?:[eE]\+?([0-9]{1,2}))?")
_JSON_DATE = re.compile(r"/Date\((-?)([0-9]{1,20})(?:[+-][0-9]{4})?\)/")


def of_digits(text: str) -> list[Reading] | None:
    """The moments that a number may mean, none if it is not exact; None if it is no number."""
    if wrapped := _JSON_DATE.fullmatch(text):
        return [r for r in _since_1970(wrapped[1], wrapped[2], "") if r.unit < SECOND]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return None
    digits, places = number[2] + (number[3] or ""), len(number[2]) + int(number[4] or 0)
    if places > len(digits):
        # In `1.7408E9` digits are missing that were there once.
        return []
    whole, fraction = digits[:places], digits[places:].rstrip("0")
    found = list(_since_1970(number[1], whole, fraction))
    if not number[1]:
        found += _serials(whole, fraction)
        if not fraction:
            found += _run_together(whole)
    return found


def _since_1970(sign: str, whole: str, fraction: str) -> Iterator[Reading]:
    # Before 1970 fewer digits will do.
    size = len(whole) if not sign else next((n for n in EPOCHS if len(whole) in (n, n - 1)), 0)
    if size not in EPOCHS or (size > 13 and sign):
        return
    behind = EPOCHS[size]
    seconds, part = (whole[:-behind], whole[-behind:]) if behind else (whole, "")
    part += fraction
    since = timedelta(seconds=int(seconds), microseconds=micros(part))
    yield Reading("epoch", START - since if sign else START + since, unit_of_fraction(part))


def _serials(whole: str, fraction: str) -> Iterator[Reading]:
    if len(whole) != 5:
        return
    # A spreadsheet keeps fifteen digits: milliseconds, no more.
    millis = round(float(f"0.{fraction or 0}") * 86_400_000)
    for label, first in SERIALS.items():
        moment = first + timedelta(days=int(whole), milliseconds=millis)
        yield Reading(label, moment, SECOND // 1000 if fraction else DAY)


def _run_together(digits: str) -> Iterator[Reading]:
    for layout in RUN_TOGETHER:
        if len(layout) == len(digits):
            by = {
                c: "".join(d for d, at in zip(digits, layout, strict=True) if at == c)
                for c in layout
            }
            for year in years(by["Y"]):
                if year >= FIRST_YEAR and (moment := _moment(year, by)):
                    yield Reading(LABELS.get(layout[:2], layout), moment, _unit(by))


def _moment(year: int, by: dict[str, str]) -> datetime | None:
    hour, minute, second = (int(by.get(part, 0)) for part in "hms")
    try:
        return datetime(
            year, int(by["M"]), int(by["D"]), hour, minute, second, micros(by.get("f")), UTC
        )
    except ValueError:
        return None


def _unit(by: dict[str, str]) -> int:
    if not any(int(by.get(part, 0)) for part in "hmsf"):
        return DAY
    if "s" in by:
        return unit_of_fraction(by.get("f"))
    return MINUTE if "m" in by else HOUR
