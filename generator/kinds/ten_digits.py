"""Ten digits: seconds since 1970, or year, month, day, hour and minute; the file may say which."""

from __future__ import annotations

from datetime import UTC, datetime

from generator.clock import SECOND, micros, moment
from generator.kinds.date_values import MINUTE, like_a_date
from generator.kinds.files import TEXT_WAYS, fixed_shape
from generator.kinds.values import value
from generator.row import Row

for _name, _slash, _text in (
    (
        "ten_digits_of_seconds",
        "seconds",
        "Some moments are ten digits; others of the file show that seconds are meant.",
    ),
    (
        "ten_digits_of_minutes",
        "minutes",
        "Some moments are ten digits; others of the file show dates to the minute.",
    ),
    (
        "ten_digits_unsettled",
        "open_digits",
        "Some moments are ten digits, and the file does not show what they mean.",
    ),
):
    fixed_shape(_name, _text, TEXT_WAYS, "dates", {"slash": _slash}, drift=False)


def _digits(row: Row) -> str:
    """A minute of 2014 to 2017, in digits that are a moment of 2014 to 2025 in seconds too."""
    draw = row.rng.randrange
    year, month, day = draw(14, 18), draw(1, 13), draw(1, 29)
    return f"{year}{month:02d}{day:02d}{draw(24):02d}{draw(60):02d}"


@value(slash=("seconds",))
def seconds_beyond_doubt(row: Row) -> bool:
    """Seconds since 1970 that are no date: `1740832496`."""
    column = row.layout.slash_column
    us = int(row.truth[column] or 0) // SECOND * SECOND
    fits = row.pick(column) is not None and not like_a_date(us // SECOND)
    return fits and row.put(column, str(us // SECOND), us)


@value(slash=("seconds",))
def ten_digits_as_seconds(row: Row) -> bool:
    """`1503011234` in a file whose other ten digits are seconds: 2017-08-17T23:07:14Z."""
    text = _digits(row)
    return row.put(row.layout.slash_column, text, int(text) * SECOND)


@value(slash=("minutes",))
def minutes_beyond_doubt(row: Row) -> bool:
    """A date to the minute that would be out of range as seconds: `2503011234`."""
    column = row.layout.slash_column
    us = int(row.truth[column] or 0) // MINUTE * MINUTE
    return (
        row.pick(column) is not None
        and us > _FIRST
        and row.put(column, moment(us).strftime("%y%m%d%H%M"), us)
    )


@value(slash=("minutes",))
def ten_digits_as_minutes(row: Row) -> bool:
    """`1503011234` in a file whose other ten digits are dates: 2015-03-01T12:34:00Z."""
    text = _digits(row)
    when = datetime.strptime(text, "%y%m%d%H%M").replace(tzinfo=UTC)
    return row.put(row.layout.slash_column, text, micros(when))


@value(slash=("open_digits",), expected="quarantined ambiguous_timestamp")
def ten_digits_ambiguous(row: Row) -> bool:
    """`1503011234` in a file that does not say whether seconds or dates are meant."""
    return row.refuse(row.layout.slash_column, _digits(row), "ambiguous_timestamp")


_FIRST = micros(datetime(2023, 1, 1, tzinfo=UTC))
"""From here on the digits of a minute, read as seconds, are beyond the range."""
