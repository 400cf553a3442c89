"""Numbers by docs/cleansing-rules.md, slowly and plainly."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from contracts.model import Column
from tests.generator.spelling_by_rules import Bad, one_spelling

_MARKS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "zł": "PLN",
    "kr": "SEK",
    "kr.": "SEK",
    "us$": "USD",
    "euro": "EUR",
    "fr.": "CHF",
    "sfr.": "CHF",
}
_WIDE = Context(prec=100)


def number(column: Column, text: str, texts: dict[str, str | None], point: str) -> Any:
    bare, marks = _unmarked(text)
    stated = column.currency or (column.currency_column and texts.get(column.currency_column))
    if stated and marks - {_code(stated)}:
        raise Bad("currency_conflict")
    negative = re.fullmatch(r"[(].*[)]|[-−] ?[0-9.,].*|.*\d-", bare) is not None
    text = re.sub("^[-−] ?|[()]|(?<=[0-9])-$", "", bare)
    text = re.sub("[.,](-|--|—)$", "", text)
    number = -_plain(text, point) if negative else _plain(text, point)
    places = column.precision[1] if column.is_decimal else 0
    if stated and _code(stated) in ("JPY", "KRW"):
        places = 0
    if number.normalize(_WIDE).as_tuple().exponent < -places:  # type: ignore[operator]
        raise Bad("too_precise")
    low, high = column.bounds
    if (low is not None and number < low) or (high is not None and number > high):
        raise Bad("out_of_range")
    return int(number) if column.type == "integer" else number


_MARK = "[^\\W\\d_]+[.$]?|[€$£¥₹]|[RCA][$]"


def _unmarked(text: str) -> tuple[str, set[str]]:
    """A number without the marks of currencies around it, and these as codes."""
    found = re.fullmatch(rf"({_MARK})? ?(.*?\d[.]?|.*[-—)]) ?({_MARK})?", text)
    known = {*_MARKS.values(), "JPY", "CAD"}
    marks = {m for m in (found[1], found[3]) if m} if found else set()
    codes = {_code(m) for m in marks}
    signs = {"R$", "C$", "A$", "¥", "₹"}
    if found is None or not codes <= known | signs:
        return text, set()
    return found[2], codes


def _code(mark: str) -> str:
    mark = one_spelling(mark, decode=True)
    return {"sfr": "CHF"}.get(mark.lower()) or _MARKS.get(mark.lower(), mark.upper())


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
    if re.fullmatch(r"\d{1,3}([ '’])\d{3}(\1\d{3})*([.,]\d+)?", text):
        return re.sub("[ '’]", "", text).replace(",", ".")
    english, indian = (
        r"\d{1,3}(,\d{3})+[.]\d+|\d{1,3}(,\d{3}){2,}",
        r"\d{1,2}(,\d\d)+,\d{3}([.]\d+)?",
    )
    if re.fullmatch(f"{english}|{indian}", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{1,3}([.]\d{3})+,\d+|\d{1,3}([.]\d{3}){2,}", text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", ".") if re.fullmatch(r"\d+,(\d\d?|\d{4,})", text) else text


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
