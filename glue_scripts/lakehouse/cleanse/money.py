"""What stands around the digits of an amount: its sign, and the currency it is in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from contracts import currencies, currency_signs
from lakehouse.cleanse.columns import matches, with_others

# As typesetters, spreadsheets and keyboards write a minus and an apostrophe.
TWINS = str.maketrans("\u2212\u2010\u2011\u2012\u2013’‘ʼ′´`", "-----''''''")
# Price tags of whole units: `12.-`, `12,--`.
NO_DECIMALS = re.compile(r"(?<=[0-9])([.,])(?:--?|\u2014)(?![0-9])")
PARTS = re.compile(r"([^0-9]*)([0-9](?:[0-9., ']*[0-9])?(?:[eE][+-]?[0-9]+)?)([^0-9]*)")
SIGN = re.compile(r"[-+()]")
# Before and behind -> whether that is negative.
SIGNS = {("", ""): False, ("+", ""): False, ("-", ""): True, ("", "-"): True, ("(", ")"): True}
Currencies = frozenset[str]


class Around(NamedTuple):
    """Signs and brackets in their order, and the currencies of all marks, on one side."""

    signs: str
    currencies: Currencies | None


class Amount(NamedTuple):
    """A text taken apart.

    Attributes:
        negative: by its sign, before or behind, or by brackets.
        digits: digits with their marks of thousands and decimals.
        currencies: the codes that its currency marks may mean, none where they contradict each
            other; None where it carries no mark.
    """

    negative: bool
    digits: str
    currencies: Currencies | None


def amount(text: str) -> Amount | None:
    """Takes an amount apart; None if it is none."""
    parts = PARTS.fullmatch(NO_DECIMALS.sub(r"\g<1>0", text.translate(TWINS)))
    if parts is None:
        return None
    before, digits, behind = parts.groups()
    left, right = _around(before), _around(behind)
    # A point may belong to the currency, as in `kr.500`, or to the number, as in `$.50`.
    if left is None and before.endswith((".", ",")):
        left, digits = _around(before[:-1]), before[-1] + digits
    if right is None and behind.startswith((".", ",")):
        right, digits = _around(behind[1:]), digits + behind[0]
    negative = SIGNS.get((left.signs, right.signs)) if left and right else None
    if left is None or right is None or negative is None:
        return None
    meant = [side.currencies for side in (left, right) if side.currencies is not None]
    return Amount(negative, digits, frozenset.intersection(*meant) if meant else None)


def unmarked(texts: pa.Array, stated: pa.Array | None) -> pa.Array:
    """Amounts without the marks of the currencies that stand beside them; others as they are."""
    marked = matches(texts, "[^-0-9., ']")
    if stated is None or not pc.any(marked).as_py():
        return texts
    for code in stated.filter(marked).unique().drop_null().to_pylist():
        signs = [sign for sign, codes in currency_signs().items() if code in codes]
        mark = f"(?:(?i:{code})|{'|'.join(map(re.escape, signs)) or code})"
        where = pc.and_(marked, pc.fill_null(pc.equal(stated, code), False))
        bare = pc.replace_substring_regex(texts.filter(where), rf"^{mark} ?([0-9])", r"\1")
        bare = pc.replace_substring_regex(bare, rf"([0-9]) ?{mark}$", r"\1")
        texts = with_others(texts, where, bare)
    return texts


@lru_cache(1 << 12)
def _around(text: str) -> Around | None:
    """What stands on one side of the digits; None where that is anything else."""
    if not text.strip():
        return Around("", None)
    if not _form().fullmatch(text):
        return None
    bare = text.replace(" ", "")
    meant = [currency_signs().get(m) or frozenset({m.upper()}) for m in _mark().findall(bare)]
    signs = "".join(SIGN.findall(_mark().sub("", bare)))
    return Around(signs, frozenset.intersection(*meant) if meant else None)


@cache
def _mark() -> re.Pattern[str]:
    """A sign as the list has it, or a code in any letter case."""
    signs = sorted(currency_signs(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, signs))}|(?i:{'|'.join(currencies())}))")


@cache
def _form() -> re.Pattern[str]:
    # Some write the dollar sign apart from its country: `US $`.
    mark = _mark().pattern.replace(r"\$", r" ?\$")
    return re.compile(f" ?(?:(?:{SIGN.pattern}|{mark}) ?){{1,4}}")
