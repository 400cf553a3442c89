"""Days: read as moments are, then the day that is written."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse import timestamps
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.columns import Judged, codes_where

FIRST, LAST = date.min, date.max


def judge(texts: pa.Array, spec: Spec, clues: Clues) -> Judged:
    """Days by the range of their column.

    A moment with an offset stands for the day at its own place: `2025-03-01T00:30:00+02:00` is the
    first of March.

    Args:
        texts: the column as it came.
        spec: its contract.
        clues: what the file shows of the way its dates are written.
    """
    found = timestamps.judge(texts, spec, clues)
    days = pc.cast(timestamps.at_their_place(found.values, texts), pa.date32(), safe=False)
    outside = pc.or_(
        pc.less(days, _day(spec.minimum, FIRST)), pc.greater(days, _day(spec.maximum, LAST))
    )
    codes = pc.coalesce(found.codes, codes_where(outside, "out_of_range"))
    return Judged(pc.if_else(pc.is_null(codes), days, pa.scalar(None, pa.date32())), codes)


def _day(bound: str | None, otherwise: date) -> pa.Scalar:
    return pa.scalar(date.fromisoformat(bound) if bound else otherwise, pa.date32())
