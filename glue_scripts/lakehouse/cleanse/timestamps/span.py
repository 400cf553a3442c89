"""How exactly a moment is written: rules between columns claim no more than the texts do."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import once_each
from lakehouse.cleanse.tidy import value
from lakehouse.cleanse.timestamps.readings import readings


def last_moments(moments: pa.Array, texts: pa.Array, spec: Spec) -> pa.Array:
    """The latest moments that texts may mean: a date stands for its day, 12:34 for its minute.

    Args:
        moments: the earliest ones.
        texts: as they came.
        spec: the contract of their column.
    """
    behind = once_each(value(texts, spec), _microseconds_behind, [pa.int64()])[0]
    return pc.add(moments, pc.cast(behind, pa.duration("us")))


def _microseconds_behind(text: str) -> tuple[int]:
    return (max((r.unit for r in readings(text)), default=1) - 1,)
