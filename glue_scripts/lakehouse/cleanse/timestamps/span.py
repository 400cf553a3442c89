"""How exactly a moment is written: rules between columns claim no more than the texts do."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import matches, once_each, with_others
from lakehouse.cleanse.tidy import value
from lakehouse.cleanse.timestamps.reading import DAY
from lakehouse.cleanse.timestamps.readings import readings

# Behind a time of day. Where it has another name or none, the day is that in UTC.
OFFSET = r"[T ][0-9:.]+ ?(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})$"
MINUTE = pa.scalar(60_000_000, pa.int64())


def last_moments(moments: pa.Array, texts: pa.Array, spec: Spec) -> pa.Array:
    """The latest moments that texts may mean: a date stands for its day, 12:34 for its minute.

    Args:
        moments: the earliest ones.
        texts: as they came.
        spec: the contract of their column.
    """
    behind = pc.subtract(_units(texts, spec), 1)
    return pc.add(moments, pc.cast(behind, pa.duration("us")))


def are_days(texts: pa.Array, spec: Spec) -> pa.Array:
    """Which texts stand for a whole day."""
    return pc.greater_equal(_units(texts, spec), DAY)


def at_their_place(moments: pa.Array, texts: pa.Array) -> pa.Array:
    """What clocks showed there, as if it were UTC."""
    offset = matches(texts, OFFSET)
    if not pc.any(offset).as_py():
        return moments
    parts = pc.extract_regex(texts.filter(offset), OFFSET)
    hours, minutes = (pc.cast(pc.struct_field(parts, n), pa.int64()) for n in ("hours", "minutes"))
    ahead = pc.multiply(pc.add(pc.multiply(hours, 60), minutes), MINUTE)
    west = pc.equal(pc.struct_field(parts, "sign"), "-")
    signed = pc.if_else(west, pc.negate(ahead), ahead)
    shown = pc.add(moments.filter(offset), pc.cast(signed, pa.duration("us")))
    return with_others(moments, offset, pc.cast(shown, moments.type))


def _units(texts: pa.Array, spec: Spec) -> pa.Array:
    return once_each(value(texts, spec), _unit, [pa.int64()])[0]


def _unit(text: str) -> tuple[int]:
    return (max((r.unit for r in readings(text)), default=1),)
