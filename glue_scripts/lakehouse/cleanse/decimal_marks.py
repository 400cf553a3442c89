"""Which decimal mark the numbers of a column show."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import matches
from lakehouse.cleanse.money import amount
from lakehouse.cleanse.number_forms import COMMA, POINT, shown_mark
from lakehouse.cleanse.tidy import value

ASPECT = "decimal_mark"
MARKS = frozenset((POINT, COMMA))
# Numbers that show their decimal mark at once, if they have one; and those that never do.
WITH_POINT = r"^-?(?:[0-9]*(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?|(?:0|[0-9]{4})[0-9]*\.[0-9]{3})$"
WITH_COMMA = r"^-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]{1,2}$"
SILENT = r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$"
# Where one mark is known, only such texts can show the other one.
OTHERS = {frozenset(): "[.,]", frozenset(POINT): r",|\..*\.", frozenset(COMMA): r"\.|,.*,"}
FIRST = 100


def shown(
    texts: pa.Array, spec: Spec, _arrived: datetime, known: Mapping[str, Set[str]]
) -> dict[str, set[str]]:
    """The decimal marks that a column's numbers give away (`decimal_mark`)."""
    marks = set(known.get(ASPECT, ()))
    if marks == MARKS or (marks and _nothing_else(texts, *(MARKS - marks))):
        return {}
    usual = matches(texts, WITH_POINT)
    odd = texts.filter(pc.invert(usual))
    comma = matches(odd, WITH_COMMA)
    if POINT not in marks and pc.any(pc.and_(usual, matches(texts, "[.]"))).as_py():
        marks.add(POINT)
    if pc.any(comma).as_py():
        marks.add(COMMA)
    rest = odd.filter(pc.invert(pc.or_(comma, matches(odd, SILENT)))).unique()
    # The first ones tell which others are worth the time.
    for part in (rest.slice(0, FIRST), rest.slice(FIRST)):
        if marks != MARKS:
            marks |= _shown(part.filter(matches(part, OTHERS[frozenset(marks)])), spec)
    return {ASPECT: marks}


def _shown(texts: pa.Array, spec: Spec) -> set[str]:
    amounts = filter(None, map(amount, value(texts, spec).drop_null().to_pylist()))
    return {mark for found in amounts if (mark := shown_mark(found.digits))}


def _nothing_else(texts: pa.Array, other: str) -> bool:
    """Whether there is no other mark, and nothing long enough for two, as in `1.234.567`."""
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    return longest < len("1.234.567") and not pc.any(pc.match_substring(texts, other)).as_py()
