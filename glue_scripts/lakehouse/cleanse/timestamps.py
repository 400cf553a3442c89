"""Moments in the many ways people write them; always UTC in the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import Judged, codes_where, matches, once_each, with_others
from lakehouse.cleanse.tidy import value
from lakehouse.cleanse.unusual import with_unusual

MOMENT = pa.timestamp("us", "UTC")
# In a millisecond, and in a second.
MICROS = tuple(pa.scalar(Decimal(n), pa.decimal128(7)) for n in (1000, 1000000))
# As programs write them, and only moments that exist; the 29th of February is not among them.
DAYS = (
    "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
ZONED = "(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
USUAL = (
    rf"^[0-9]{{4}}-{DAYS}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?{ZONED}?$"
)
# Seconds since 1970, to the microsecond, or milliseconds.
EPOCHS = r"^[0-9]{10}(?:[0-9]{3}|\.[0-9]{1,6})?$"
EPOCH = re.compile(r"([0-9]{10})(?:\.([0-9]+))?")
TIME = (
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?:[.,](?P<fraction>[0-9]+))?"
    r" ?(?:[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?)?)?"
)
YEAR, MONTH, DAY = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
NAME = "(?P<m>[A-Za-z]{3,9})"
FORMS = [
    re.compile(form + TIME)
    for form in (
        f"{YEAR}-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})",
        f"{YEAR}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})",
        f"{YEAR}/{MONTH}/{DAY}",
        rf"{DAY}\.{MONTH}\.{YEAR}",
        f"{DAY} {NAME} {YEAR}",
        f"{NAME} {DAY}, ?{YEAR}",
    )
]
SLASHES = re.compile("(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})/(?P<y>[0-9]{4})" + TIME)
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
NUMBERS = {name: n for n, month in enumerate(MONTHS, 1) for name in (month, month[:3])}
DAY_FIRST, MONTH_FIRST = "day", "month"
Order = Callable[[], str | None]
FARTHEST_ZONE = timedelta(hours=18)
START = datetime(1970, 1, 1, tzinfo=UTC)


def judge(texts: pa.Array, spec: Spec, order: Order) -> Judged:
    """Moments by the range of their column.

    Most are written as usual: Arrow takes them all at once.

    Args:
        texts: the column as it came.
        spec: its contract.
        order: `day` or `month` where the file settles which comes first in dates with slashes; is
            asked only when there is one that could be read two ways.
    """
    usual = matches(texts, USUAL)
    values = _usual(pc.if_else(usual, texts, pa.scalar(None, pa.string())))
    judged = Judged(values, codes_where(_outside(values, spec), "out_of_range"))
    found = with_unusual(usual, judged, texts, spec, lambda rest: _judge_unusual(rest, spec, order))
    fit = pc.if_else(pc.is_null(found.codes), found.values, pa.scalar(None, MOMENT))
    return Judged(fit, found.codes)


def _judge_unusual(texts: pa.Array, spec: Spec, order: Order) -> Judged:
    epoch = matches(texts, EPOCHS)
    values = _since_1970(pc.if_else(epoch, texts, pa.scalar(None, pa.string())))
    codes = codes_where(_outside(values, spec), "out_of_range")
    odd = pc.invert(epoch)
    kinds = [MOMENT, pa.string()]
    found, wrong = once_each(texts.filter(odd), lambda text: _read(text, spec, order), kinds)
    return Judged(with_others(values, odd, found), with_others(codes, odd, wrong))


def shown(
    texts: pa.Array, spec: Spec, _arrived: datetime, _known: Mapping[str, Set[str]]
) -> dict[str, set[str]]:
    """What a column's dates with slashes show of the order of day and month (`date_order`)."""
    slashed = texts.filter(pc.fill_null(pc.match_substring(texts, "/"), False)).unique()
    found = (SLASHES.fullmatch(text) for text in value(slashed, spec).drop_null().to_pylist())
    return {"date_order": {order for date in found if date and (order := _said(date))}}


def _usual(texts: pa.Array) -> pa.Array:
    utc = pc.ends_with(texts, "Z")
    if pc.all(utc).as_py() is False:
        zoned = pc.or_(utc, matches(texts, f"{ZONED}$"))
        texts = pc.if_else(zoned, texts, pc.binary_join_element_wise(texts, "Z", ""))
    return pc.cast(texts, MOMENT)


def _since_1970(texts: pa.Array) -> pa.Array:
    millis = matches(texts, "^[0-9]{13}$")
    micros = pc.multiply(pc.cast(texts, pa.decimal128(19, 6)), pc.if_else(millis, *MICROS))
    return pc.cast(pc.cast(micros, pa.int64()), MOMENT)


@cache
def _bounds(spec: Spec) -> tuple[datetime, datetime]:
    last = datetime.fromisoformat(f"{spec.maximum}T23:59:59.999999+00:00")
    return datetime.fromisoformat(f"{spec.minimum}T00:00:00+00:00"), last


def _outside(values: pa.Array, spec: Spec) -> pa.Array:
    low, high = (pa.scalar(bound, MOMENT) for bound in _bounds(spec))
    return pc.or_(pc.less(values, low), pc.greater(values, high))


def _read(text: str, spec: Spec, order: Order) -> tuple[datetime | None, str | None]:
    """The moment, or why it is none."""
    try:
        found = _moment(text, order)
    except LookupError:
        return None, "ambiguous_timestamp"
    except ValueError:
        return None, "invalid_timestamp"
    except OverflowError:
        return None, "out_of_range"
    low, high = _bounds(spec)
    return (found, None) if low <= found <= high else (None, "out_of_range")


def _moment(text: str, order: Order) -> datetime:
    """The moment that a text means.

    Raises:
        LookupError: it could be read two ways.
        ValueError: it is no moment.
        OverflowError: it is before the year 1 or behind the year 9999.
    """
    if epoch := EPOCH.fullmatch(text):
        return START + timedelta(seconds=int(epoch[1]), microseconds=_micros(epoch[2]))
    if slashed := SLASHES.fullmatch(text):
        return _of_slashes(slashed, order)
    for form in FORMS:
        if date := form.fullmatch(text):
            month = NUMBERS.get(date["m"].lower(), 0) if date["m"].isalpha() else int(date["m"])
            return _at(date, month, int(date["d"]))
    raise ValueError("not a moment")


def _of_slashes(date: re.Match[str], order: Order) -> datetime:
    first, second = int(date["one"]), int(date["two"])
    if first > 12 or first == second:
        settled: str | None = DAY_FIRST
    else:
        settled = MONTH_FIRST if second > 12 else order()
    if settled is None:
        raise LookupError("day and month")
    return _at(date, *((second, first) if settled == DAY_FIRST else (first, second)))


def _said(date: re.Match[str]) -> str | None:
    """What one date with slashes says of the order of day and month."""
    first, second = int(date["one"]), int(date["two"])
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def _at(date: re.Match[str], month: int, day: int) -> datetime:
    hour, minute, second = (int(date[part] or 0) for part in ("hour", "minute", "second"))
    offset = timedelta(hours=int(date["hours"] or 0), minutes=int(date["minutes"] or 0))
    if offset > FARTHEST_ZONE or int(date["minutes"] or 0) > 59:
        raise ValueError("no such zone")
    # A year that is not there has the days of a leap year.
    datetime(int(date["y"]) or 4, month, day)
    if date["y"] == "0000":
        raise OverflowError("before the year 1")
    zone = timezone(-offset if date["sign"] == "-" else offset)
    at = datetime(int(date["y"]), month, day, hour, minute, second, _micros(date["fraction"]), zone)
    return at.astimezone(UTC)


def _micros(fraction: str | None) -> int:
    """Further digits are cut."""
    return int((fraction or "")[:6].ljust(6, "0"))
