"""Moments in the many ways people write them; always UTC in the end."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from contracts import Column as Spec

CLOCK = r"[T ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]+))?"
ZONE = r" ?(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
TAIL = f"{CLOCK}{ZONE}$"
TIME = f"(?:{CLOCK}{ZONE})?$"
ISO = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})" + TIME
COMPACT = r"^([0-9]{4})([0-9]{2})([0-9]{2})" + TIME
YEAR_SLASH = r"^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})" + TIME
POINTS = r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})" + TIME
SLASHES = r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + TIME
DAY_NAME = r"^([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})" + TIME
NAME_DAY = r"^([A-Za-z]{3,9}) ([0-9]{1,2}), ?([0-9]{4})" + TIME
# As a program writes them; both engines read these by themselves.
USUAL = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
EPOCH_S = r"^[0-9]{10}(\.[0-9]+)?$"
EPOCH_MS = r"^[0-9]{13}$"
# Year, month and day: the places of these parts in each form.
FORMS = (
    (ISO, 1, 2, 3),
    (COMPACT, 1, 2, 3),
    (YEAR_SLASH, 1, 2, 3),
    (POINTS, 3, 2, 1),
    (DAY_NAME, 3, 2, 1),
    (NAME_DAY, 3, 1, 2),
)
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAY_FIRST, MONTH_FIRST = "day", "month"


def steps(spec: Spec, order: Column) -> list[dict[str, Column]]:
    """Columns to add one after the other; the last ones are `clean_…` and `code_…`.

    Small steps, because an engine that sees one large expression copies it wherever it is used.

    Args:
        spec: the contract's column, whose text is `raw_…`.
        order: `day` or `month` where the file settles which comes first in dates with slashes.
    """
    raw, n = F.col(f"raw_{spec.name}"), spec.name
    usual, moment = F.col(f"usual_{n}"), F.col(f"moment_{n}")
    slashed = F.col(f"form_{n}") == len(FORMS)
    parts = {
        "time": F.regexp_extract(raw, TAIL, 1),
        "fraction": F.rpad(F.substring(F.regexp_extract(raw, TAIL, 2), 1, 6), 6, "0"),
        "zone": F.regexp_extract(raw, TAIL, 3),
        "first": _number(raw, SLASHES, 1),
        "second": _number(raw, SLASHES, 2),
        "epoch": _epoch(raw),
    }
    made_out = F.coalesce(f"epoch_{n}", _moment(n))
    return [
        {f"usual_{n}": raw.rlike(USUAL)},
        # Most moments are written as usual. They pass by the steps that make out the others.
        {f"form_{n}": F.when(~usual, _form(raw))},
        {f"{part}_{n}": F.when(~usual, found) for part, found in parts.items()},
        {f"settled_{n}": F.when(slashed, _settled(n, order))},
        {f"date_{n}": F.when(~usual, _date(n, raw))},
        {f"moment_{n}": F.when(usual, raw.try_cast("timestamp")).otherwise(made_out)},
        {f"code_{n}": _wrong(spec, slashed)},
        {f"clean_{n}": F.when(F.col(f"code_{n}").isNull(), moment)},
    ]


def _form(raw: Column) -> Column:
    form = F.when(raw.rlike(SLASHES), len(FORMS))
    for i, (pattern, *_) in enumerate(FORMS):
        form = form.when(raw.rlike(pattern), i)
    return form


def _settled(n: str, order: Column) -> Column:
    first, second = F.col(f"first_{n}"), F.col(f"second_{n}")
    return (
        F.when((first > 12) | (first == second), DAY_FIRST)
        .when(second > 12, MONTH_FIRST)
        .otherwise(order)
    )


def _wrong(spec: Spec, slashed: Column) -> Column:
    raw, first, second, settled, moment = (
        F.col(f"{p}_{spec.name}") for p in ("raw", "first", "second", "settled", "moment")
    )
    unsettled = slashed & (first <= 12) & (second <= 12) & settled.isNull()
    return (
        F.when(raw.isNull(), F.lit(None).cast("string"))
        .when(unsettled, "ambiguous_timestamp")
        .when(moment.isNull(), "invalid_timestamp")
        .when(_outside(spec, moment), "out_of_range")
    )


def date_order(raw: Column) -> Column:
    """What one date with slashes says of the order of day and month; null if nothing."""
    first, second = _number(raw, SLASHES, 1), _number(raw, SLASHES, 2)
    one = F.when((first > 12) & (second <= 12), DAY_FIRST)
    return F.when(raw.rlike(SLASHES), one.when((second > 12) & (first <= 12), MONTH_FIRST))


def _epoch(raw: Column) -> Column:
    seconds = F.regexp_extract(raw, r"^([0-9]{10})", 1).try_cast("bigint")
    fraction = F.rpad(F.regexp_extract(raw, r"\.([0-9]{1,6})", 1), 6, "0").try_cast("bigint")
    return F.when(raw.rlike(EPOCH_MS), F.timestamp_micros(raw.try_cast("bigint") * 1000)).when(
        raw.rlike(EPOCH_S), F.timestamp_micros(seconds * 1000000 + F.coalesce(fraction, F.lit(0)))
    )


def _date(n: str, raw: Column) -> Column:
    """Year-month-day as text, from whatever form the value has."""
    form, settled = F.col(f"form_{n}"), F.col(f"settled_{n}")
    date = F.when(settled == DAY_FIRST, _joined(raw, SLASHES, 3, 2, 1)).when(
        settled == MONTH_FIRST, _joined(raw, SLASHES, 3, 1, 2)
    )
    for i, (pattern, year, month, day) in enumerate(FORMS):
        date = date.when(form == i, _joined(raw, pattern, year, month, day))
    return date


def _joined(raw: Column, pattern: str, year: int, month: int, day: int) -> Column:
    named = pattern in (DAY_NAME, NAME_DAY)
    text = F.regexp_extract(raw, pattern, month)
    return F.concat_ws(
        "-",
        F.regexp_extract(raw, pattern, year),
        _month_number(text) if named else F.lpad(text, 2, "0"),
        F.lpad(F.regexp_extract(raw, pattern, day), 2, "0"),
    )


def _moment(n: str) -> Column:
    time, zone, date = F.col(f"time_{n}"), F.col(f"zone_{n}"), F.col(f"date_{n}")
    # `9:30` and `9:30:00` lack a zero, `09:30` lacks its seconds.
    padded = F.when(F.length(time).isin(4, 7), F.concat(F.lit("0"), time)).otherwise(time)
    full = (
        F.when(time == "", "00:00:00")
        .when(F.length(time) < 6, F.concat(padded, F.lit(":00")))
        .otherwise(padded)
    )
    whole = F.concat(date, F.lit("T"), full, F.lit("."), F.col(f"fraction_{n}"), _zone(zone))
    return whole.try_cast("timestamp")


def _zone(zone: Column) -> Column:
    return (
        F.when((zone == "") | (F.upper(zone) == "Z"), "+00:00")
        .when(F.length(zone) == 3, F.concat(zone, F.lit(":00")))
        .when(
            F.length(zone) == 5,
            F.concat(F.substring(zone, 1, 3), F.lit(":"), F.substring(zone, 4, 2)),
        )
        .otherwise(zone)
    )


def _month_number(name: Column) -> Column:
    number = F.lit("00")
    for i, month in enumerate(MONTHS, 1):
        number = F.when(F.lower(name).isin([month[:3], month]), F.lit(f"{i:02d}")).otherwise(number)
    return number


def _number(raw: Column, pattern: str, part: int) -> Column:
    return F.regexp_extract(raw, pattern, part).try_cast("int")


def _outside(spec: Spec, moment: Column) -> Column:
    low = F.lit(f"{spec.minimum}T00:00:00.000000+00:00").cast("timestamp")
    high = F.lit(f"{spec.maximum}T23:59:59.999999+00:00").cast("timestamp")
    return (moment < low) | (moment > high)
