"""Cleans single records by docs/cleansing-rules.md, slowly and plainly, to check the key."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Context, Decimal, InvalidOperation
from itertools import combinations
from typing import Any

from contracts.load import allowed_values, load
from contracts.model import Column, fold

_NULLS = {"", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)"}
_MARKS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "kr": "SEK"}
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d\d:\d\d))?")
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?"
)


_WIDE = Context(prec=100)


class Bad(Exception):
    """The code of a value that cannot be used."""


def clean(
    dataset: str, record: dict[str, str | None], order: str, marks: dict[str, str]
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Clean values, reasons and notes.

    `order` says which part of `03/04/2025` is the day, `marks` the columns' decimal marks.
    """
    contract = load(f"source.{dataset}")
    texts = {contract.names[fold(n)]: v for n, v in record.items() if fold(n) in contract.names}
    values: dict[str, Any] = {}
    reasons, notes = [], []
    for column in contract.columns:
        text = " ".join((texts.get(column.name) or "").split())
        if text.lower() in _NULLS and not (
            text.upper() == "NA" and column.allowed_from == "gold.dim_country"
        ):
            values[column.name] = None
            if column.required:
                reasons.append(f"{column.name}:missing")
            continue
        try:
            values[column.name] = _value(column, text, texts, order, marks.get(column.name, ""))
        except Bad as bad:
            values[column.name] = None
            (notes if column.null_if_invalid else reasons).append(f"{column.name}:{bad}")
    reasons += _rules(values, texts)
    return values, sorted(reasons), sorted(notes)


def _rules(values: dict[str, Any], texts: dict[str, str | None]) -> list[str]:
    pairs = {
        "delivered_before_created": ("delivered_at", "created_at"),
        "updated_before_created": ("updated_at", "created_at"),
        "updated_before_signed_up": ("updated_at", "signed_up_at"),
    }
    return [
        n
        for n, (a, b) in pairs.items()
        if values.get(a) and values.get(b) and values[a] + _unsaid(texts[a] or "") < values[b]
    ]


def _unsaid(text: str) -> timedelta:
    """How much later a moment may be than its text says: a date stands for its whole day."""
    clock = re.search(r"\d\d?:\d\d(:\d\d([.]\d+)?)?", text)
    if clock is None:
        epoch = re.fullmatch(r"\s*(\d{10}([.]\d+)?|\d{13})\s*", text)
        return timedelta() if epoch else timedelta(days=1, microseconds=-1)
    if not clock[0].strip("0:."):
        return timedelta(days=1, microseconds=-1)
    if clock[2]:
        return timedelta()
    return timedelta(seconds=1 if clock[1] else 60, microseconds=-1)


def _value(column: Column, text: str, texts: dict[str, str | None], order: str, mark: str) -> Any:
    if column.type == "timestamp":
        when = _time(text, order)
        if not 2010 <= when.year <= 2035:
            raise Bad("out_of_range")
        return when
    if column.is_decimal or column.type == "integer":
        return _number(column, text, texts, mark)
    allowed = allowed_values(column)
    if allowed is not None:
        for code, words in allowed.items():
            if text.lower() in {code.lower(), *(w.lower() for w in words)}:
                return code
        raise Bad("not_allowed")
    return _phone(text) if column.format == "phone" else _formed(column, text)


def _formed(column: Column, text: str) -> str:
    text = {"upper": text.upper(), "lower": text.lower()}.get(column.letter_case or "", text)
    if column.pattern and not re.search(column.pattern, text):
        raise Bad("bad_format")
    return text


def _phone(text: str) -> str:
    """What the generator writes: brackets, dashes and spaces between well-formed digits."""
    text = re.sub("[- ()]", "", text)
    if not re.fullmatch(r"[+]?\d{7,15}", text):
        raise Bad("bad_format")
    return text


def _number(column: Column, text: str, texts: dict[str, str | None], point: str) -> Any:
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1] if negative else text
    for mark in ("€", "$", "£", "zł", "kr", "EUR", "USD", "GBP", "CHF", "SEK", "PLN"):
        if text.startswith(mark) or text.endswith(mark):
            text = text.removeprefix(mark).removesuffix(mark).strip()
            beside = texts.get(column.currency_column) if column.currency_column else None
            wanted = column.currency or beside or ""
            wanted = {
                "€": "EUR",
                "euro": "EUR",
                "us$": "USD",
                "£": "GBP",
                "sfr": "CHF",
                "zł": "PLN",
            }.get(wanted.strip().lower(), wanted)
            stated = column.currency or column.currency_column
            if stated and _MARKS.get(mark, mark) != wanted.strip().upper():
                raise Bad("currency_conflict")
            break
    number = -_plain(text, point) if negative else _plain(text, point)
    places = column.precision[1] if column.is_decimal else 0
    if number.normalize(_WIDE).as_tuple().exponent < -places:  # type: ignore[operator]
        raise Bad("too_precise")
    low, high = column.bounds
    if (low is not None and number < low) or (high is not None and number > high):
        raise Bad("out_of_range")
    return int(number) if column.type == "integer" else number


def _plain(text: str, point: str) -> Decimal:
    if found := re.fullmatch(r"([1-9]\d{0,2})([.,])(\d{3})", text):
        if not point:
            raise Bad("ambiguous_number")
        return Decimal(found[1] + ("." if point == found[2] else "") + found[3])
    text = _without_thousands(text)
    if not re.fullmatch(r"[+-]?(\d+[.]?\d*|[.]\d+)([eE][+-]?\d+)?", text):
        raise Bad("invalid_number")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Bad("invalid_number") from None


def _without_thousands(text: str) -> str:
    if re.fullmatch(r"\d{1,3}([ '])\d{3}(\1\d{3})*([.,]\d+)?", text):
        return text.replace(" ", "").replace("'", "").replace(",", ".")
    english, indian = (
        r"\d{1,3}(,\d{3})+[.]\d+|\d{1,3}(,\d{3}){2,}",
        r"\d{1,2}(,\d\d)+,\d{3}([.]\d+)?",
    )
    if re.fullmatch(f"{english}|{indian}", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{1,3}([.]\d{3})+,\d+|\d{1,3}([.]\d{3}){2,}", text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", ".") if re.fullmatch(r"\d+,(\d\d?|\d{4,})", text) else text


def _time(text: str, order: str) -> datetime:
    try:
        return _any_time(text, order)
    except ValueError:
        raise Bad("invalid_timestamp") from None


def _any_time(text: str, order: str) -> datetime:
    if found := _SLASHES.fullmatch(text):
        return _slashes(*found.groups(), order=order)
    if re.fullmatch(r"\d{10}([.]\d+)?|\d{13}", text):
        micro = Decimal(text) * (1_000 if len(text) == 13 and "." not in text else 1_000_000)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micro))
    if re.fullmatch(r"\d{8}", text):
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
    if found := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        when = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            micro,
        )
        return when.replace(tzinfo=_zone(zone)).astimezone(UTC)
    for form in (
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y",
        "%d %b %Y %H:%M:%S",
        "%b %d, %Y",
        "%d %B %Y",
    ):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
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


def decimal_mark(texts: list[str]) -> str:
    """What the numbers of a column say about the decimal mark; nothing if they say both."""
    found = {_mark(" ".join(t.split()).replace(" ", "").replace("'", "")) for t in texts} - {""}
    return found.pop() if len(found) == 1 else ""


def _mark(text: str) -> str:
    """The decimal mark that one number shows, whatever stands around it."""
    text = re.sub(r"^[^0-9.,]+|[^0-9.,]+$", "", text)
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        return ""
    if re.fullmatch(r"\d*[.]\d*([eE]\d+)?|\d{1,3}(,\d{2,3})+[.]\d+|\d{1,3}(,\d{3}){2,}", text):
        return "."
    if re.fullmatch(r"\d*,\d*|\d{1,3}([.]\d{3})+,\d+|\d{1,3}([.]\d{3}){2,}", text):
        return ","
    return ""


def slash_order(texts: list[str]) -> str:
    """What the dates of a column say about the order of day and month."""
    found = [m for t in texts if (m := _SLASHES.fullmatch(" ".join(t.split())))]
    first, second = (any(int(m[i]) > 12 for m in found) for i in (1, 2))
    if first == second:
        return ""
    return "day" if first else "month"


Found = tuple[dict[str, Any], list[str], list[str], dict[str, str]]
Candidate = tuple[dict[str, Any], dict[str, str], tuple[str, int]]


def continues(found: Found, above: dict[str, Any], key: str, order: str) -> bool:
    """Whether a row only goes on with the one above, of which the clean values are given."""
    values, reasons, notes, _ = found
    if not values[key] or values[key] != above[key] or values[order] or notes:
        return False
    lacking = all(reason.endswith(":missing") for reason in reasons)
    return lacking and all(v is None or v == above[n] for n, v in values.items())


def chosen(members: list[Candidate], order: str) -> Candidate | None:
    """Of good records of one key the one to keep: the best of the newest state without conflict."""
    for moment in sorted({values[order] for values, _, _ in members}, reverse=True):
        state = [m for m in members if m[0][order] == moment]
        if all(_agree(one, other) for one, other in combinations(state, 2)):
            return max(state, key=_rank)
    return None


def _agree(one: Candidate, other: Candidate) -> bool:
    pairs = [(one[0], other[0])]
    if one[2][0] == other[2][0]:
        pairs.append((one[1], other[1]))
    return not any(
        a.get(n) is not None and b.get(n) is not None and a[n] != b[n] for a, b in pairs for n in a
    )


def _rank(member: Candidate) -> tuple[Any, ...]:
    values, others, (path, number) = member
    there = [value is not None for value in values.values()]
    parts = [(int(d or 0), t) for t, d in re.findall(r"(\D*)(\d*)", path)]
    # Texts and numbers by turns, each compared as what it is.
    by_turns = [part for number_, text in parts for part in (text, number_)]
    return sum(there), len(others), there, by_turns, path, number
