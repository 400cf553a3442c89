"""Numbers in the many ways people write them."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import Judged, codes_where, matches, once_each
from lakehouse.cleanse.unusual import with_unusual

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "kr": "SEK"}
KNOWN = {*SIGNS.values(), "EUR", "USD", "GBP", "CHF", "SEK", "PLN"}
MARK = r"(€|\$|£|zł|ZŁ|kr|Kr|KR|[A-Za-z]{3})"
BEFORE, BEHIND = re.compile(rf"{MARK} ?(?=[-+0-9.])"), re.compile(rf"(?<=[0-9.]) ?{MARK}$")
IN_BRACKETS = re.compile(r"\( ?(.*?) ?\)")
AMBIGUOUS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
# Each way of dividing thousands, what to take out, and what is the decimal point there.
GROUPED = (
    (re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+"), ",", "."),
    (re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3}){2,}"), ",", "."),
    (re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+"), ".", ","),
    (re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}"), ".", ","),
    (re.compile(r"[+-]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?"), " ", ","),
    (re.compile(r"[+-]?[0-9]{1,3}('[0-9]{3})+([.,][0-9]+)?"), "'", ","),
    (re.compile(r"[+-]?[0-9]+,[0-9]+"), " ", ","),
)
DIGITS = 28
EXACT = Context(prec=3 * DIGITS)
INTEGERS = (Decimal(-(2**31)), Decimal(2**31 - 1))


def judge(texts: pa.Array, spec: Spec, stated: pa.Array | None) -> Judged:
    """Numbers by the type and the range of their column.

    Most are written as usual: Arrow takes them all at once.

    Args:
        texts: the column as it came.
        spec: its contract.
        stated: the currency that stands beside each amount, where the contract says so.
    """
    wide, usual = _type(spec), matches(texts, _usual(spec))
    values = pc.cast(pc.if_else(usual, texts, pa.scalar(None, pa.string())), wide)
    judged = Judged(values, codes_where(_outside(values, spec), "out_of_range"))
    beside = stated and stated.filter(pc.invert(usual))
    found = with_unusual(usual, judged, texts, spec, lambda rest: _odd(rest, spec, beside))
    fit = pc.if_else(pc.is_null(found.codes), found.values, pa.scalar(None, wide))
    return Judged(pc.cast(fit, _final(spec)), found.codes)


def _decimals(spec: Spec) -> int:
    return spec.precision[1] if spec.is_decimal else 0


def _type(spec: Spec) -> pa.DataType:
    """The column's decimals, and room for values that are out of range."""
    return pa.decimal128(DIGITS, _decimals(spec))


def _final(spec: Spec) -> pa.DataType:
    return pa.decimal128(*spec.precision) if spec.is_decimal else pa.int32()


def _usual(spec: Spec) -> str:
    """What a program writes: nothing to find out, nothing to round."""
    decimals = _decimals(spec)
    return r"^-?[0-9]{1,15}" + (rf"(\.[0-9]{{1,{decimals}}})?$" if decimals else "$")


@cache
def _bounds(spec: Spec) -> tuple[Decimal, Decimal]:
    """Inclusive: what the contract allows, and the type holds."""
    low, high = INTEGERS
    if spec.is_decimal:
        high = Decimal((0, (9,) * spec.precision[0], -spec.precision[1]))
        low = -high
    least, most = spec.bounds
    return low if least is None else max(low, least), high if most is None else min(high, most)


def _outside(values: pa.Array, spec: Spec) -> pa.Array:
    low, high = (pa.scalar(bound, values.type) for bound in _bounds(spec))
    return pc.or_(pc.less(values, low), pc.greater(values, high))


def _odd(texts: pa.Array, spec: Spec, stated: pa.Array | None) -> Judged:
    """Values and codes of what is written in other ways."""
    kinds = [_type(spec), pa.string(), pa.string(), pa.string()]
    values, unread, marks, beyond = once_each(texts, lambda text: _read(text, spec), kinds)
    if spec.currency_column is None:
        conflict = pc.invert(pc.is_in(marks, pa.array(sorted(KNOWN))))
        conflict = pc.and_(pc.is_valid(marks), conflict)
    else:
        conflict = pc.not_equal(marks, stated)
    codes = pc.coalesce(unread, codes_where(conflict, "currency_conflict"), beyond)
    return Judged(values, codes)


def _read(text: str, spec: Spec) -> tuple[Decimal | None, str | None, str | None, str | None]:
    """The number, why it is none, the currency it carries, and why it is not in the column."""
    bracketed = IN_BRACKETS.fullmatch(text)
    digits, mark = _without_mark(bracketed[1] if bracketed else text)
    if AMBIGUOUS.fullmatch(digits):
        return None, "ambiguous_number", None, None
    plain = _plain(digits)
    if plain is None:
        return None, "invalid_number", None, None
    try:
        number = Decimal(f"-{plain}" if bracketed else plain)
    except InvalidOperation:  # a sign within brackets
        return None, None, mark, "out_of_range"
    beyond = _beyond(number, spec)
    return None if beyond else number.quantize(_unit(spec)), None, mark, beyond


def _without_mark(bare: str) -> tuple[str, str | None]:
    found = BEFORE.match(bare) or BEHIND.search(bare)
    if found is None:
        return bare, None
    mark = found[1]
    digits = BEHIND.sub("", bare[found.end() :]) if found.start() == 0 else bare[: found.start()]
    return digits, SIGNS.get(mark.lower(), mark.upper())


def _plain(digits: str) -> str | None:
    """With a decimal point and no marks of thousands; None if it is no number."""
    if PLAIN.fullmatch(digits):
        return digits
    for form, thousands, point in GROUPED:
        if form.fullmatch(digits):
            return re.sub(f"[{thousands}]", "", digits).replace(point, ".")
    return None


def _beyond(number: Decimal, spec: Spec) -> str | None:
    low, high = _bounds(spec)
    if number.adjusted() >= DIGITS:
        return "out_of_range"
    if number and (
        number.adjusted() < -DIGITS or number != number.quantize(_unit(spec), context=EXACT)
    ):
        return "too_precise"
    return None if low <= number <= high else "out_of_range"


@cache
def _unit(spec: Spec) -> Decimal:
    return Decimal(1).scaleb(-_decimals(spec))
