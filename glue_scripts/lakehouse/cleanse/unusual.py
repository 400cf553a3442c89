"""Most values are written as programs write them; what is left is tidied and judged with care."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import Judged, codes_where, no_codes, with_others
from lakehouse.cleanse.tidy import value


def with_unusual(
    usual: pa.Array,
    judged: Judged,
    texts: pa.Array,
    spec: Spec,
    judge: Callable[[pa.Array], Judged],
) -> Judged:
    """A column of which the usual values are judged already.

    Args:
        usual: which ones are.
        judged: those; of the others it says nothing.
        texts: the column as it came.
        spec: its contract.
        judge: judges the others, which come without outer white space, null where they mean
            nothing.
    """
    odd = pc.invert(usual)
    if not pc.any(odd).as_py():
        return judged
    rest = value(texts.filter(odd), spec)
    # Mostly there is just no value; asking about none would cost as much as about some.
    found = _nothing(rest, judged) if rest.null_count == len(rest) else judge(rest)
    codes = found.codes
    if spec.required:
        codes = pc.coalesce(codes_where(pc.is_null(rest), "missing"), codes)
    return Judged(
        with_others(judged.values, odd, found.values), with_others(judged.codes, odd, codes)
    )


def _nothing(rest: pa.Array, judged: Judged) -> Judged:
    return Judged(pa.nulls(len(rest), judged.values.type), no_codes(len(rest)))
