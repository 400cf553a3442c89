"""Dates as people and programs write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from generator.clock import DAY, SECOND, iso_s, micros, moment
from generator.kinds.values import value
from generator.row import Row

MINUTE = 60 * SECOND
_SLASH = ("day", "month")


def any_time(row: Row) -> str | None:
    """A column whose value keeps whole seconds."""
    return row.pick(*row.table.timestamps)


def loose_time(row: Row) -> str | None:
    """A column that may lose its time of day without breaking a rule between columns."""
    return row.pick(*(c for c in row.table.timestamps if c != "updated_at"))


def put_time(row: Row, column: str | None, unit: int, text: Callable[[datetime], str]) -> bool:
    """Writes a moment, cut to `unit` microseconds, in a form of its own."""
    if column is None:
        return False
    us = int(row.truth[column] or 0) // unit * unit
    return row.put(column, text(moment(us)), us)


@value()
def date_with_offset(row: Row) -> bool:
    """ISO 8601 with a zone that is not UTC: `2025-03-01T12:34:56+02:00`, `+0200`, `+02`."""
    hours = row.rng.choice((-8, -5, -3, 1, 2, 9))
    zone = timezone(timedelta(hours=hours))
    mark = row.rng.choice(("{0:+03d}:00", "{0:+03d}00", "{0:+03d}")).format(hours)
    gap = row.rng.choice("T ")

    def text(when: datetime) -> str:
        return when.astimezone(zone).strftime(f"%Y-%m-%d{gap}%H:%M:%S") + mark

    return put_time(row, any_time(row), SECOND, text)


@value()
def date_with_space(row: Row) -> bool:
    """ISO 8601 with a space and no zone: `2025-03-01 12:34:56`."""
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime("%Y-%m-%d %H:%M:%S"))


@value(weight=1)
def date_without_seconds(row: Row) -> bool:
    """ISO 8601 up to the minute: `2025-03-01 12:34`."""
    gap = row.rng.choice("T ")
    return put_time(row, loose_time(row), MINUTE, lambda t: t.strftime(f"%Y-%m-%d{gap}%H:%M"))


@value(weight=1)
def date_with_nanoseconds(row: Row) -> bool:
    """More digits of a second than are kept: `12:34:56.123456789Z`."""
    column = any_time(row)
    if column is None:
        return False
    whole, micro = int(row.truth[column] or 0) // SECOND * SECOND, row.rng.randrange(SECOND)
    text = f"{iso_s(whole)[:-1]}.{micro:06d}{row.rng.randrange(1000):03d}Z"
    return row.put(column, text, whole + micro)


@value(weight=1)
def date_only(row: Row) -> bool:
    """A date without time: `2025-03-01`, `20250301`."""
    form = row.rng.choice(("%Y-%m-%d", "%Y%m%d"))
    return put_time(row, loose_time(row), DAY, lambda t: t.strftime(form))


@value(weight=1)
def date_year_first_slashes(row: Row) -> bool:
    """Slashes with the year first: `2025/03/01 12:34:56`."""
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime("%Y/%m/%d %H:%M:%S"))


def like_a_date(seconds: int) -> bool:
    """Whether the ten digits are those of a year, month, day, hour and minute as well."""
    try:
        datetime.strptime(f"{seconds:010d}", "%y%m%d%H%M")
    except ValueError:
        return False
    return True


@value()
def date_epoch(row: Row) -> bool:
    """Seconds (with or without a fraction) or milliseconds since 1970."""
    column = any_time(row)
    if column is None or row.layout.slash in ("minutes", "open_digits"):
        return False
    us = int(row.truth[column] or 0) // SECOND * SECOND
    seconds, milli = us // SECOND, row.rng.randrange(1000)
    text, extra = row.rng.choice(
        (
            (f"{seconds}", 0),
            (f"{seconds}.{milli:03d}", milli),
            (f"{seconds}{milli:03d}", milli),
        )
    )
    if like_a_date(seconds):
        text, extra = f"{seconds}{milli:03d}", milli
    return row.put(column, text, us + extra * 1000)


@value()
def date_with_points(row: Row) -> bool:
    """Day first with points: `01.03.2025 12:34:56`."""
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime("%d.%m.%Y %H:%M:%S"))


@value(weight=1)
def date_month_by_name(row: Row) -> bool:
    """The month by its name: `1 Mar 2025 12:34:56`, `Mar 1, 2025`, `1 March 2025`."""
    form, unit = row.rng.choice(
        (("{d} %b %Y %H:%M:%S", SECOND), ("%b {d}, %Y", DAY), ("{d} %B %Y", DAY))
    )
    column = any_time(row) if unit == SECOND else loose_time(row)
    return put_time(row, column, unit, lambda t: t.strftime(form.format(d=t.day)))


def _step_back(us: int, fits: Callable[[datetime], bool]) -> datetime:
    """The last minute up to `us` whose date fits: going back breaks no rule between columns."""
    when = moment(us // MINUTE * MINUTE)
    while not fits(when):
        when -= timedelta(days=1)
    return when


def _slashes(row: Row, day_first: bool, fits: Callable[[datetime], bool]) -> tuple[str, int] | None:
    column = row.layout.slash_column
    if row.pick(column) is None:
        return None
    when = _step_back(int(row.truth[column] or 0), fits)
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    if row.rng.random() < 0.7:
        return when.strftime(f"{form} %H:%M"), micros(when)
    return when.strftime(form), micros(when) // DAY * DAY


def _two_ways(when: datetime) -> bool:
    return when.day <= 12 and when.day != when.month


@value(slash=_SLASH, weight=1)
def date_slashes_settled_by_itself(row: Row) -> bool:
    """Slashes, year last, and a part above 12: `31/12/2025 12:34`, `12/31/2025`."""
    found = _slashes(row, row.layout.slash == "day", lambda t: t.day > 12)
    return found is not None and row.put(row.layout.slash_column, *found)


@value(weight=1)
def date_slashes_equal_parts(row: Row) -> bool:
    """Slashes, year last, day and month the same number: `03/03/2025`."""
    found = _slashes(row, True, lambda t: t.day == t.month)
    return found is not None and row.put(row.layout.slash_column, *found)


@value(slash=_SLASH)
def date_slashes_settled_by_file(row: Row) -> bool:
    """`03/04/2025` in a file whose other dates say which part is the day."""
    found = _slashes(row, row.layout.slash == "day", _two_ways)
    return found is not None and row.put(row.layout.slash_column, *found)


@value(slash=("unsettled",), expected="quarantined ambiguous_timestamp")
def date_slashes_ambiguous(row: Row) -> bool:
    """`03/04/2025` in a file that does not say which part is the day."""
    found = _slashes(row, row.rng.random() < 0.5, _two_ways)
    column = row.layout.slash_column
    return found is not None and row.refuse(column, found[0], "ambiguous_timestamp")
