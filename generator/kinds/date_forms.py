"""Moments as mail, logs, databases and people of other languages write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from generator.clock import DAY, SECOND, moment
from generator.kinds.date_values import any_time, loose_time, put_time
from generator.kinds.values import value
from generator.row import Row

_PROGRAMS = (
    "%Y-%m-%d %H:%M:%S UTC",
    "%Y-%m-%d %H:%M:%S +0000 UTC",
    "%Y-%m-%dT%H:%M:%S+00:00[UTC]",
    "%a %b %d %H:%M:%S %Y",
    "%a %b %d %H:%M:%S +0000 %Y",
    "%d/%b/%Y:%H:%M:%S +0000",
    "%d%b%Y:%H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
)
_MAIL = "%a, %d %b %Y %H:%M:%S"
_LANGUAGES = (
    (
        "{d}. {m} %Y",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    (
        "{d} {m} %Y",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    ),
    (
        "{d} de {m} de %Y",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    (
        "{d} {m} %Y",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"
        " novembre dicembre",
    ),
    (
        "{d} {m} %Y",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ),
)


@value()
def date_by_program(row: Row) -> bool:
    """As databases, C and web servers write it: `Sat Mar  1 12:34:56 2025`, `… +0000 UTC`."""
    form = row.rng.choice(_PROGRAMS)
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime(form))


@value()
def date_as_in_mail(row: Row) -> bool:
    """RFC 2822 and JavaScript: `Sat, 01 Mar 2025 12:34:56 GMT`, `… GMT+0100 (…)`."""
    hours = row.rng.choice((-5, 1, 2))
    zone = timezone(timedelta(hours=hours))
    form = row.rng.choice(
        (f"{_MAIL} %z", "%a %b %d %Y %H:%M:%S GMT%z (Central European Standard Time)")
    )
    if row.rng.random() < 0.4:
        return put_time(row, any_time(row), SECOND, lambda t: t.strftime(f"{_MAIL} GMT"))
    return put_time(row, any_time(row), SECOND, lambda t: t.astimezone(zone).strftime(form))


@value(weight=1)
def date_in_javascript_brackets(row: Row) -> bool:
    """Milliseconds in the brackets of old web services: `/Date(1740832496789)/`."""
    column = any_time(row)
    us = int(row.truth[column] or 0) // 1000 * 1000 if column else 0
    return column is not None and row.put(column, f"/Date({us // 1000})/", us)


@value(weight=1)
def date_run_together(row: Row) -> bool:
    """Digits without marks: `20250301T123456Z`, `20250301123456`."""
    form = row.rng.choice(("%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S", "%Y%m%d %H%M%S"))
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime(form))


@value(weight=1)
def date_epoch_fine(row: Row) -> bool:
    """Micro- or nanoseconds since 1970: 16 or 19 digits."""
    column = any_time(row)
    if row.layout.slash in ("minutes", "open_digits"):
        return False
    us = int(row.truth[column] or 0) if column else 0
    text = row.rng.choice((f"{us}", f"{us}{row.rng.randrange(1000):03d}"))
    return column is not None and row.put(column, text, us)


@value(weight=1)
def date_with_short_parts(row: Row) -> bool:
    """Parts of one digit: `2025-3-1 9:05:07`."""
    return put_time(
        row,
        any_time(row),
        SECOND,
        lambda t: f"{t.year}-{t.month}-{t.day} {t.hour}:{t.strftime('%M:%S')}",
    )


@value(weight=1)
def date_by_the_twelve_hour_clock(row: Row) -> bool:
    """Hours up to twelve: `Mar 1, 2025, 12:34:56 PM`, `2025-03-01 01:05:00 PM`."""
    form = row.rng.choice(
        ("%b {d}, %Y, %I:%M:%S %p", "%Y-%m-%d %I:%M:%S %p", "%B {d}, %Y at %I:%M:%S %p")
    )
    return put_time(row, any_time(row), SECOND, lambda t: t.strftime(form.format(d=t.day)))


@value()
def date_in_another_language(row: Row) -> bool:
    """The month in German, French, Spanish, Italian or Dutch: `1. März 2025`."""
    form, months = row.rng.choice(_LANGUAGES)

    def text(when: datetime) -> str:
        return when.strftime(form.format(d=when.day, m=months.split()[when.month - 1]))

    return put_time(row, loose_time(row), DAY, text)


@value(weight=1)
def date_at_24_hours(row: Row) -> bool:
    """The end of a day: `2025-03-01T24:00:00Z` is the next midnight."""
    day_before = timedelta(days=1)
    return put_time(
        row, loose_time(row), DAY, lambda t: (t - day_before).strftime("%Y-%m-%dT24:00:00Z")
    )


@value(weight=1)
def date_with_a_clear_zone(row: Row) -> bool:
    """A name that means one offset: `2025-07-01 12:00 CEST`, `… EDT`, `… JST`."""
    name, hours = row.rng.choice((("CEST", 2), ("MESZ", 2), ("EDT", -4), ("JST", 9), ("MSK", 3)))
    zone = timezone(timedelta(hours=hours))
    return put_time(
        row,
        any_time(row),
        SECOND,
        lambda t: t.astimezone(zone).strftime(f"%Y-%m-%d %H:%M:%S {name}"),
    )


@value(expected="quarantined ambiguous_timestamp", weight=1)
def date_with_an_unclear_zone(row: Row) -> bool:
    """A name that means several offsets: `2025-03-01 12:00 EST`, `… IST`, `… CST`."""
    column = any_time(row)
    if column is None:
        return False
    name = row.rng.choice(("EST", "IST", "CST"))
    text = moment(int(row.truth[column] or 0)).strftime(f"%Y-%m-%d %H:%M {name}")
    return row.refuse(column, text, "ambiguous_timestamp")


@value(("transactions", "users"), weight=1)
def date_only_of_a_state(row: Row) -> bool:
    """A state whose moment is a date alone: it may be of the day on which all began."""
    return put_time(row, row.pick("updated_at"), DAY, lambda t: t.strftime("%Y-%m-%d"))


@value(("transactions",))
def delivered_on_the_day_of_the_order(row: Row) -> bool:
    """A delivery without a time, on the day of the order: no contradiction."""
    if not row.can_write("delivered_at") or row.pick("created_at") is None:
        return False
    day = int(row.truth["created_at"] or 0) // DAY * DAY
    form = row.rng.choice(("%Y-%m-%d", "%Y-%m-%d 00:00:00", "%d.%m.%Y"))
    return row.put("delivered_at", moment(day).strftime(form), day)


_ZERO = (
    *("0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "0", "-1", "1970-01-01T00:00:00Z"),
    *("0001-01-01T00:00:00", "1899-12-30", "1900-01-01", "9999-12-31", "9999-12-31 23:59:59"),
)


@value(("transactions",))
def date_that_is_none(row: Row) -> bool:
    """A date by which systems mean none: `0000-00-00`, `1900-01-01`, `9999-12-31`."""
    return row.pick("delivered_at") is not None and row.put(
        "delivered_at", row.rng.choice(_ZERO), None
    )


@value(expected="quarantined missing", weight=1)
def required_date_that_is_none(row: Row) -> bool:
    """A required moment by which systems mean none: `0000-00-00`, `0`."""
    column = row.pick(*(c for c in row.table.timestamps if c in row.table.required))
    return column is not None and row.refuse(column, row.rng.choice(_ZERO), "missing")


@value(expected="quarantined invalid_timestamp", weight=1)
def date_on_another_weekday(row: Row) -> bool:
    """A day of the week on which the date does not fall: `Sun, 01 Mar 2025 12:34:56 GMT`."""
    column = any_time(row)
    if column is None:
        return False
    when = moment(int(row.truth[column] or 0))
    wrong = (when + timedelta(days=1)).strftime("%a")
    return row.refuse(column, when.strftime(f"{wrong}, %d %b %Y %H:%M:%S GMT"), "invalid_timestamp")
