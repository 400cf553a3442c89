"""Texts of which there are many, as Arrow has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

# Without a number for the end, slicing fails in pyarrow 26.
BEHIND_ALL = 1 << 30


def parts(text: bytes, separator: str) -> pa.Array:
    """What stands between the separators of a text, which is UTF-8 already: it is not looked at."""
    return pc.split_pattern(whole(text), separator).values


def whole(text: bytes) -> pa.Array:
    """A text as the only one of an array, without a copy."""
    bounds = pa.array([0, len(text)], pa.int32()).buffers()[1]
    return pa.StringArray.from_buffers(1, bounds, pa.py_buffer(text))


def numbered(start: int, count: int) -> pa.Array:
    """So many numbers, one after the other."""
    return pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), count), start=start - 1)


def flags(places: Iterable[int], count: int) -> pa.Array:
    """So many flags, raised at some places."""
    raised = bytearray(count)
    for place in places:
        raised[place] = 1
    return as_flags(raised)


def as_flags(raised: bytearray) -> pa.Array:
    """Flags that are raised where a byte is not 0."""
    return pa.UInt8Array.from_buffers(pa.uint8(), len(raised), [None, pa.py_buffer(raised)]).cast(
        pa.bool_()
    )


def joined(texts: Sequence[pa.Array], separator: str) -> pa.Array:
    """Texts side by side, those that are there; an empty one where none is."""
    if not any(text.null_count for text in texts):
        return pc.binary_join_element_wise(*texts, separator)
    # A row of nulls would not be in the result at all.
    behind = pc.binary_join_element_wise(pa.scalar(""), *texts, separator, null_handling="skip")
    start = len(separator.encode())
    return pc.binary_slice(behind.cast(pa.binary()), start, BEHIND_ALL).view(pa.string())
