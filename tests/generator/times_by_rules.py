"""Moments by docs/cleansing-rules.md, slowly and plainly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from tests.generator.spelling_by_rules import Bad

_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d\d:\d\d))?")
_ZONES = {"CEST": 2, "MESZ": 2, "EDT": -4, "JST": 9, "MSK": 3, "UTC": 0, "GMT": 0}
_FORMS = (
    *("%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y.%m.%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y"),
    *("%d %b %Y %H:%M:%S", "%b %d, %Y", "%d %B %Y", "%Y%m%d", "%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S"),
    *("%Y%m%d %H%M%S", "%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S %z %Y", "%d/%b/%Y:%H:%M:%S %z"),
    *("%d%b%Y:%H:%M:%S", "%a, %d %b %Y %H:%M:%S %z", "%a %b %d %Y %H:%M:%S GMT%z"),
    *("%a, %d %b %Y %H:%M:%S", "%Y-%m-%d %I:%M:%S %p", "%b %d, %Y, %I:%M:%S %p"),
    *("%B %d, %Y at %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S"),
)
_MONTHS = (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_END = 2_082_758_399
"""The last second that the contracts allow."""

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?"
)


def moment(text: str, order: str) -> datetime:
    try:
        return _any_time(text, order)
    except ValueError:
        raise Bad("invalid_timestamp") from None


def _any_time(text: str, order: str) -> datetime:
    text = re.sub(" [+]0000 UTC$", " UTC", _in_english(text))
    if found := _SLASHES.fullmatch(text):
        return _slashes(*found.groups(), order=order)
    if re.fullmatch(r"\d{5}[.]\d{10}|\d{10}([.]\d+)?|\d{13}|\d{16}|\d{19}", text):
        return _digits(text, order)
    if found := re.fullmatch(r"/Date[(](\d+)[)]/", text):
        return _any_time(found[1], order)
    if found := _ISO.fullmatch(text):
        return _iso(*found.groups())
    if found := re.fullmatch("(.*) ([A-Z]{3,4})", text):
        if found[2] in ("EST", "IST", "CST"):
            raise Bad("ambiguous_timestamp")
        if found[2] in _ZONES:
            return _any_time(found[1], order) - timedelta(hours=_ZONES[found[2]])
    return _in_a_form(text)


def _digits(text: str, order: str) -> datetime:
    if text[5] == ".":
        days = Decimal(text) - 25_569
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(days * 86_400))
    if re.fullmatch(r"\d{10}", text) and _could_be_minutes(text) and order != "seconds":
        if order != "minutes" and int(text) < _END:
            raise Bad("ambiguous_timestamp")
        return datetime.strptime(text, "%y%m%d%H%M").replace(tzinfo=UTC)
    micro = Decimal(text) * Decimal(10) ** (16 - len(text.partition(".")[0]))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micro))


def _could_be_minutes(text: str) -> bool:
    try:
        return 2010 <= datetime.strptime(text, "%y%m%d%H%M").year <= 2035
    except ValueError:
        return False


def digit_form(texts: list[str]) -> str:
    """What the ten digits of a column mean, as far as some of them show it."""
    ten = [t.strip() for t in texts if re.fullmatch(r"\d{10}", t.strip())]
    seconds = any(not _could_be_minutes(t) for t in ten)
    minutes = any(_could_be_minutes(t) and int(t) > _END for t in ten)
    if seconds == minutes:
        return ""
    return "seconds" if seconds else "minutes"


def _iso(*parts: str | None) -> datetime:
    year, month, day, hour, minute, second, fraction, zone = parts
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    clock = (int(hour or 0) % 24, int(minute or 0), int(second or 0), micro)
    when = datetime(int(year or 0), int(month or 0), int(day or 0), *clock, tzinfo=_zone(zone))
    if hour == "24" and any(clock):
        raise ValueError(parts)
    return when.astimezone(UTC) + timedelta(days=hour == "24")


def _in_english(text: str) -> str:
    """A date with the month in another language, as `%d %B %Y`."""
    found = re.fullmatch(r"(\d+)[.]? (?:de )?([^\W\d]{3,})(?: de)? (\d{4})", text)
    for names in _MONTHS if found else ():
        for number, name in enumerate(names.split(), 1):
            if found and found[2].lower() == name:
                return f"{found[3]}-{number:02d}-{int(found[1]):02d}"
    return text


def _in_a_form(text: str) -> datetime:
    text = re.sub(r" [(].*[)]$|\[UTC\]$", "", text)
    for form in _FORMS:
        try:
            when = datetime.strptime(text, form)
        except ValueError:
            continue
        if "%a" in form and when.strftime("%a") != text[:3]:
            raise ValueError(text)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    raise ValueError(text)


def _zone(zone: str | None) -> timezone:
    if zone in (None, "Z"):
        return UTC
    digits = zone.replace(":", "")
    minutes = int(digits[1:3]) * 60 + int(digits[3:] or 0)
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))


def _slashes(first: str, second: str, year: str, clock: str | None, *, order: str) -> datetime:
    a, b = int(first), int(second)
    if a > 12 or (a <= 12 and b <= 12 and (a == b or order == "day")):
        day, month = a, b
    elif b > 12 or order == "month":
        day, month = b, a
    else:
        raise Bad("ambiguous_timestamp")
    hour, minute = map(int, (clock or "0:0").split(":"))
    return datetime(int(year), month, day, hour, minute, tzinfo=UTC)


def unsaid(text: str) -> timedelta:
    """How much later a moment may be than its text says: a date stands for its whole day."""
    text = re.sub(r"^(\d{8})[T ]?(\d\d)(\d\d)(\d\d)Z?$", r"\1 \2:\3:\4", text.strip())
    clock = re.search(r"\d\d?:\d\d(:\d\d([.]\d+)?)?", re.sub(r"^\d+[^:]{3}\d{4}:", "", text))
    if clock is None:
        epoch = re.fullmatch(r"\d{5,10}([.]\d+)?|\d{13}|\d{16}|\d{19}|/Date.*", text)
        return timedelta() if epoch else timedelta(days=1, microseconds=-1)
    if not clock[0].strip("0:."):
        return timedelta(days=1, microseconds=-1)
    if clock[2]:
        return timedelta()
    return timedelta(seconds=1 if clock[1] else 60, microseconds=-1)


def slash_order(texts: list[str]) -> str:
    """What the dates of a column say about the order of day and month."""
    found = [m for t in texts if (m := _SLASHES.fullmatch(" ".join(t.split())))]
    first, second = (any(int(m[i]) > 12 for m in found) for i in (1, 2))
    if first == second:
        return ""
    return "day" if first else "month"
