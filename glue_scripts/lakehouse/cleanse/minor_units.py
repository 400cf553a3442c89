"""Amounts that count the smallest unit of their currency: 1999 of EUR is 19.99, of JPY 1999."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import currencies
from lakehouse.cleanse import numbers
from lakehouse.cleanse.columns import Judged, codes_where, matches, with_others
from lakehouse.cleanse.number_forms import POINT
from lakehouse.cleanse.tidy import value

WHOLE = r"^-?[0-9]{1,15}(?:\.0+)?$"


def judge(texts: pa.Array, spec: Spec, stated: pa.Array | None) -> Judged:
    """Such amounts as the contract wants them.

    An amount with a fraction counts something else, and without a currency nobody knows what one
    counts: neither has a value.

    Args:
        texts: the column as it came.
        spec: its contract.
        stated: the currency beside each amount.
    """
    written = value(texts, spec)
    decimals = _decimals(stated, len(texts), spec)
    whole = pc.and_(matches(written, WHOLE), pc.is_valid(decimals))
    major = pa.nulls(len(texts), pa.string())
    for places in pc.unique(decimals.filter(whole)).to_pylist():
        where = pc.and_(whole, pc.fill_null(pc.equal(decimals, places), False))
        major = with_others(major, where, _moved(written.filter(where), places))
    found = numbers.judge(major, spec, numbers.Written(POINT), stated)
    unclear = pc.and_(pc.is_valid(written), pc.invert(whole))
    wrong = pc.coalesce(codes_where(unclear, "ambiguous_number"), found.codes)
    return Judged(found.values, pc.if_else(unclear, wrong, found.codes))


def _moved(texts: pa.Array, places: int) -> pa.Array:
    """Whole numbers with the decimal point so many places from their end."""
    digits = pc.replace_substring_regex(texts, r"\.0+$", "")
    if not places:
        return digits
    padded = pc.replace_substring_regex(digits, r"^(-?)([0-9]+)$", rf"\1{'0' * places}\2")
    return pc.replace_substring_regex(padded, rf"^(-?)0*([0-9]+)([0-9]{{{places}}})$", r"\1\2.\3")


def _decimals(stated: pa.Array | None, rows: int, spec: Spec) -> pa.Array:
    """The decimals of the currency beside each amount; null where nobody knows."""
    if stated is None:
        return pa.nulls(rows, pa.int8())
    known = {c.code: c.decimals for c in currencies().values()} | dict(spec.minor_decimals)
    decimals = pa.array(known.values(), pa.int8())
    return decimals.take(pc.index_in(stated, pa.array(known, pa.string())))
