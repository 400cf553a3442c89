"""Records that hold others in a quoted field: two stray quotes, and all between them was taken."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.sample import is_value
from lakehouse.reader.texts import flags


def swallowed(texts: pa.Array, delimiter: str, width: int, values: Sequence[int]) -> pa.Array:
    """Which records have only lines that would be records, if their quotes were letters.

    Args:
        texts: records as they are written.
        delimiter: what divides fields.
        width: how many fields a record has.
        values: columns of numbers or dates; without any nothing shows it.
    """
    lines = pc.add(pc.count_substring(texts, "\n"), 1)
    enough = pc.equal(pc.count_substring(texts, delimiter), pc.multiply(lines, width - 1))
    maybe = pc.indices_nonzero(pc.and_(pc.greater(lines, 1), enough)) if values else []
    found = [i.as_py() for i in maybe if _are_records(texts[i.as_py()], delimiter, width, values)]
    return flags(found, len(texts))


def _are_records(text: pa.Scalar, delimiter: str, width: int, values: Sequence[int]) -> bool:
    rows = [line.split(delimiter) for line in text.as_py().split("\n")]
    return all(len(row) == width and all(is_value(row[i]) for i in values) for row in rows)
