"""Rules over several columns of a record."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract, RowRule
from lakehouse.cleanse import timestamps
from lakehouse.cleanse.columns import Judged, whole, with_others

VIOLATED = {"<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal}


def violated(
    rule: RowRule, contract: Contract, bronze: pa.Table, found: Mapping[str, Judged]
) -> pa.Array:
    """Which records break a rule beyond doubt; null where a value is missing.

    A moment that is written as a date may be any of its day, also of the day at the place of the
    moment it is compared with, where that has an offset.

    Args:
        rule: of the contract.
        contract: the source contract.
        bronze: the records as they came.
        found: their columns as they were judged.
    """
    left, operator, right = rule.violated_when.split()
    broken = VIOLATED[operator](found[left].values, found[right].values)
    if not pc.any(broken).as_py() or not pa.types.is_timestamp(found[left].values.type):
        return broken
    # Few records come so far: only their texts are looked at again.
    some = pc.fill_null(broken, False)
    moments = {name: found[name].values.filter(some) for name in (left, right)}
    early, late = (left, right) if operator.startswith("<") else (right, left)
    spec = next(c for c in contract.columns if c.name == early)
    texts = whole(bronze[early]).filter(some)
    there = timestamps.at_their_place(moments[late], whole(bronze[late]).filter(some))
    days = timestamps.are_days(texts, spec)
    earlier = pc.and_(days, pc.less(there, moments[late]))
    moments[late] = pc.if_else(earlier, there, moments[late])
    moments[early] = timestamps.last_moments(moments[early], texts, spec)
    return with_others(broken, some, VIOLATED[operator](moments[left], moments[right]))
