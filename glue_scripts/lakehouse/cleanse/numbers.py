"""Numbers in the many ways people write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import currencies
from contracts.types import WHOLE
from lakehouse.cleanse.columns import Judged, codes_where, matches, no_codes, once_each, with_others
from lakehouse.cleanse.money import amount, unmarked
from lakehouse.cleanse.number_forms import COMMA, POINT, plain
from lakehouse.cleanse.unusual import with_unusual

# Of most columns, and of those of very long numbers, which cost more; both leave room for values
# that are out of range.
DIGITS, MORE_DIGITS = 28, 76
EXACT = Context(prec=3 * MORE_DIGITS)
INTEGERS = {"integer": pa.int32(), "bigint": pa.int64()}
# What a double holds for certain; further digits are its way of writing fewer.
DOUBLE = Context(prec=15)
# Three could be thousands.
UP_TO_TWO_DECIMALS = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"
# Two decimals behind another mark than that of the thousands: read at once, like the usual ones.
CONTINENTAL = r"^-?(?:[0-9]{1,15}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}),[0-9]{1,2}$"
ENGLISH = r"^-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}\.[0-9]{1,2}$"
DIVIDED = r"^-?[1-9][0-9]{0,2}(?:(?: [0-9]{3}){1,4}|(?:'[0-9]{3}){1,4})(?:[.,][0-9]{1,2})?$"
PLAIN = r"^-?[0-9]{1,15}(?:\.[0-9]{1,2})?$"


@dataclass(frozen=True)
class Written:
    """How the numbers of a column are written in one file.

    Attributes:
        mark: the decimal mark, where something settles it.
        native: they are numbers of the file's format, not texts.
    """

    mark: str | None = None
    native: bool = False


def judge(texts: pa.Array, spec: Spec, written: Written, stated: pa.Array | None) -> Judged:
    """Numbers by the type and the range of their column.

    Most are written as usual: Arrow takes them all at once.

    Args:
        texts: the column as it came.
        spec: its contract.
        written: how its file writes numbers.
        stated: the currency that stands beside each amount, where the contract says so.
    """
    wide, usual = _type(spec), matches(texts, _usual(spec, written))
    values = pc.cast(pc.if_else(usual, texts, pa.scalar(None, pa.string())), wide)
    judged = Judged(values, codes_where(_outside(values, spec), "out_of_range"))
    beside = stated and stated.filter(pc.invert(usual))
    found = with_unusual(usual, judged, texts, spec, lambda rest: _odd(rest, spec, written, beside))
    codes = pc.coalesce(found.codes, _finer(found.values, spec, stated))
    fit = pc.if_else(pc.is_null(codes), found.values, pa.scalar(None, wide))
    return Judged(pc.cast(fit, _final(spec)), codes)


def _finer(values: pa.Array, spec: Spec, stated: pa.Array | None) -> pa.Array:
    """Where an amount has more decimals than its currency: half a yen is none."""
    codes = no_codes(len(values))
    if stated is None:
        return codes
    for decimals, named in _coarser(_decimals(spec)).items():
        there = pc.fill_null(pc.is_in(stated, named), False)
        if pc.any(there).as_py():
            finer = pc.not_equal(values, pc.round(values, decimals))
            codes = pc.coalesce(codes, codes_where(pc.and_(there, finer), "too_precise"))
    return codes


@cache
def _coarser(decimals: int) -> dict[int, pa.Array]:
    """Decimals -> the currencies that have so many, where those are fewer."""
    found: dict[int, list[str]] = {}
    for code, currency in currencies().items():
        if currency.decimals is not None and currency.decimals < decimals:
            found.setdefault(currency.decimals, []).append(code)
    return {fewer: pa.array(codes, pa.string()) for fewer, codes in found.items()}


def _decimals(spec: Spec) -> int:
    return spec.precision[1] if spec.is_decimal else 0


def _type(spec: Spec) -> pa.DataType:
    """The column's decimals, and room for values that are out of range."""
    digits, decimals = _digits(spec), _decimals(spec)
    return (pa.decimal128 if digits == DIGITS else pa.decimal256)(digits, decimals)


def _digits(spec: Spec) -> int:
    # Usual numbers have up to 15 digits before the point.
    return DIGITS if not spec.is_decimal or max(spec.precision) <= 13 else MORE_DIGITS


def _final(spec: Spec) -> pa.DataType:
    return pa.decimal128(*spec.precision) if spec.is_decimal else INTEGERS[spec.type]


def _usual(spec: Spec, written: Written) -> str:
    """What a program writes: nothing to find out, nothing to round."""
    decimals = _decimals(spec)
    if not decimals:
        return "^-?[0-9]{1,15}$"
    any_number = rf"^-?[0-9]{{1,15}}(\.[0-9]{{1,{decimals}}})?$"
    return any_number if decimals < 3 or written.mark == POINT else UP_TO_TWO_DECIMALS


@cache
def _bounds(spec: Spec) -> tuple[Decimal, Decimal]:
    """Inclusive: what the contract allows, and the type holds."""
    low, high = map(Decimal, WHOLE.get(spec.type, (0, 0)))
    if spec.is_decimal:
        high = Decimal((0, (9,) * spec.precision[0], -spec.precision[1]))
        low = -high
    least, most = spec.bounds
    return low if least is None else max(low, least), high if most is None else min(high, most)


def _outside(values: pa.Array, spec: Spec) -> pa.Array:
    low, high = (pa.scalar(bound, values.type) for bound in _bounds(spec))
    return pc.or_(pc.less(values, low), pc.greater(values, high))


def _odd(texts: pa.Array, spec: Spec, written: Written, stated: pa.Array | None) -> Judged:
    """Values and codes of what is written in other ways."""
    values = pc.cast(_easy(unmarked(texts, stated), spec), _type(spec))
    codes = codes_where(_outside(values, spec), "out_of_range")
    hard = pc.is_null(values)
    if not pc.any(hard).as_py():
        return Judged(values, codes)
    found = _hard(texts.filter(hard), spec, written, stated and stated.filter(hard))
    return Judged(with_others(values, hard, found.values), with_others(codes, hard, found.codes))


def _easy(texts: pa.Array, spec: Spec) -> pa.Array:
    """With a decimal point, where that takes no thought; null elsewhere."""
    if _decimals(spec) < 2:
        return pa.nulls(len(texts), pa.string())
    found = pc.if_else(matches(texts, PLAIN), texts, pa.scalar(None, pa.string()))
    for form, dividers in ((CONTINENTAL, "[.]"), (ENGLISH, ","), (DIVIDED, "[ ']")):
        where = matches(texts, form)
        if pc.any(where).as_py():
            undivided = pc.replace_substring_regex(texts.filter(where), dividers, "")
            found = with_others(found, where, pc.replace_substring(undivided, COMMA, POINT))
    return found


def _hard(texts: pa.Array, spec: Spec, written: Written, stated: pa.Array | None) -> Judged:
    kinds = [_type(spec), pa.string(), pa.string(), pa.string()]
    values, unread, meant, beyond = once_each(texts, lambda text: _read(text, spec, written), kinds)
    conflict = codes_where(_conflicting(meant, stated), "currency_conflict")
    return Judged(values, pc.coalesce(unread, conflict, beyond))


def _read(
    text: str, spec: Spec, written: Written
) -> tuple[Decimal | None, str | None, str | None, str | None]:
    """The number, why it is none, the currencies it may be in, and why it is not in the column."""
    found = amount(text)
    try:
        digits = found and plain(found.digits, written.mark)
    except LookupError:
        return None, "ambiguous_number", None, None
    if not found or not digits:
        return None, "invalid_number", None, None
    number, beyond = _fitted(f"-{digits}" if found.negative else str(digits), spec, written)
    meant = None if found.currencies is None else " ".join(sorted(found.currencies))
    return number, None, meant, beyond


def _fitted(digits: str, spec: Spec, written: Written) -> tuple[Decimal | None, str | None]:
    """The number as the column holds it, or why it cannot."""
    try:
        number = Decimal(digits)
    except InvalidOperation:  # an exponent of 20 digits
        return None, "out_of_range"
    beyond = _beyond(number, spec)
    if beyond == "too_precise" and written.native:
        number = _meant(number, spec)
        beyond = _beyond(number, spec)
    return (None, beyond) if beyond else (number.quantize(_unit(spec), context=EXACT), None)


def _meant(number: Decimal, spec: Spec) -> Decimal:
    """The number of the column that a double stands for: `0.30000000000000004` is 0.3."""
    near = number.quantize(_unit(spec), context=EXACT)
    return near if near and near == DOUBLE.plus(number) else number


def _conflicting(meant: pa.Array, stated: pa.Array | None) -> pa.Array:
    """Where the marks of an amount contradict each other, or the currency beside it."""
    if stated is None:
        return pc.equal(meant, "")
    pairs = pc.binary_join_element_wise(meant, stated, ",")

    def conflict(pair: str) -> tuple[bool]:
        codes, _, code = pair.partition(",")
        return (code not in codes.split(" "),)

    return once_each(pairs, conflict, [pa.bool_()])[0]


def _beyond(number: Decimal, spec: Spec) -> str | None:
    low, high = _bounds(spec)
    if number.adjusted() >= _digits(spec):
        return "out_of_range"
    if number and (
        number.adjusted() < -_digits(spec) or number != number.quantize(_unit(spec), context=EXACT)
    ):
        return "too_precise"
    return None if low <= number <= high else "out_of_range"


@cache
def _unit(spec: Spec) -> Decimal:
    return Decimal(1).scaleb(-_decimals(spec))
