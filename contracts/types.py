"""The types of columns, and the bounds that their values may have."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from contracts.fields import Fields
from contracts.odcs import OPTIONS

DECIMAL = re.compile(r"decimal\(([0-9]{1,2}), ?([0-9]{1,2})\)")
MOST_DIGITS = 38
# What is read on with, so that only the type is told of.
ANY_NUMBER = "decimal(38,19)"
# Type -> the least and the greatest whole number in it.
WHOLE = {"integer": (-(2**31), 2**31 - 1), "bigint": (-(2**63), 2**63 - 1)}
PHYSICAL = {"integer": ("integer", "int", "bigint")}


def type_of(fields: Fields) -> str:
    """The type of a column: `decimal(p,s)`, `bigint`, or its logical one."""
    logical = fields.text("logicalType", allowed=", ".join(OPTIONS))
    if logical not in OPTIONS:
        fields.refusals.add(fields.at("logicalType"), f"is {logical!r}", ", ".join(OPTIONS))
        return "string"
    physical = fields.optional("physicalType")
    if logical == "number":
        return _decimal(fields, physical)
    allowed = PHYSICAL.get(logical, (logical,))
    if physical not in (None, *allowed):
        fields.refusals.add(fields.at("physicalType"), f"is {physical!r}", ", ".join(allowed))
    return "bigint" if physical == "bigint" else logical


def _decimal(fields: Fields, physical: str | None) -> str:
    found = DECIMAL.fullmatch(physical or "")
    digits, decimals = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= digits <= MOST_DIGITS or decimals > digits:
        said = "is missing" if physical is None else f"is {physical!r}"
        allowed = f"decimal(p,s), such as decimal(12,2), of at most {MOST_DIGITS} digits"
        fields.refusals.add(fields.at("physicalType"), f"physicalType {said}", allowed)
        return ANY_NUMBER
    return f"decimal({digits},{decimals})"


def bounds_of(options: Fields, type_: str) -> tuple[str | None, str | None]:
    """The inclusive bounds of a column's values, as they are written."""
    kind = options.text if type_ in ("date", "timestamp") else options.number
    found = [kind(key) if options.get(key) else None for key in ("minimum", "maximum")]
    values = [
        _value(options, key, text, type_)
        for key, text in zip(("minimum", "maximum"), found, strict=True)
    ]
    low, high = values
    if low is not None and high is not None and low > high:
        options.refusals.add(options.at("minimum"), "is above the maximum", f"at most {found[1]}")
    return found[0], found[1]


def _value(options: Fields, key: str, text: str | None, type_: str) -> Decimal | None:
    """A bound as a number that can be compared with the other one."""
    if text is None:
        return None
    try:
        found = _parsed(text, type_)
    except (ValueError, InvalidOperation):
        options.refusals.add(options.at(key), f"is {text!r}", _allowed(type_))
        return None
    return found


def _parsed(text: str, type_: str) -> Decimal:
    if type_ == "date":
        return Decimal(date.fromisoformat(text).toordinal())
    if type_ == "timestamp":
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            raise ValueError("bounds are in UTC")
        return Decimal((moment - datetime.min) // (datetime.resolution))
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError("not a number")
    digits, decimals = digits_of(type_)
    low, high = WHOLE.get(type_, (-(10**digits), 10**digits))
    if number != round(number, decimals) or not low <= number <= high:
        raise ValueError("not of the type")
    return number


def digits_of(type_: str) -> tuple[int, int]:
    """Digits before the point and decimals of a number's type."""
    found = DECIMAL.fullmatch(type_)
    return (int(found[1]) - int(found[2]), int(found[2])) if found else (19, 0)


def _allowed(type_: str) -> str:
    if type_ in WHOLE:
        low, high = WHOLE[type_]
        return f"a whole number from {low} to {high}"
    if found := DECIMAL.fullmatch(type_):
        return f"a number of {type_}, with at most {found[2]} decimals"
    return "a date such as '2025-01-31'" + (
        " or a moment in UTC such as '2025-01-31T12:00:00'" if type_ == "timestamp" else ""
    )
