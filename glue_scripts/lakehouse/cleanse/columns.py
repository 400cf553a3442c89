"""Columns of judged values, and what the judgements of all types share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Judged:
    """A column of typed values; where there is a code, it says why there is no value."""

    values: pa.Array
    codes: pa.Array


def once_each(
    texts: pa.Array, judge: Callable[[str], tuple[Any, ...]], types: Sequence[pa.DataType]
) -> list[pa.Array]:
    """What a function says of texts, called once for each different one; null of null.

    Args:
        texts: the column.
        judge: gives a tuple.
        types: of the tuple's members, each of which becomes a column.
    """
    encoded = texts.dictionary_encode()
    said = [judge(text) for text in encoded.dictionary.to_pylist()]
    members = list(zip(*said, strict=True)) if said else [()] * len(types)
    return [
        pa.array(member, type_).take(encoded.indices)
        for member, type_ in zip(members, types, strict=True)
    ]


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    if isinstance(column, pa.Array):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def with_others(values: pa.Array, where: pa.Array, others: pa.Array) -> pa.Array:
    """The values, but the next one of `others` wherever `where` is true."""
    return pc.replace_with_mask(values, where, others)


def matches(texts: pa.Array, pattern: str) -> pa.Array:
    """Whether each text matches; a missing one does not."""
    if texts.null_count == len(texts):
        return pa.repeat(False, len(texts))
    return pc.fill_null(pc.match_substring_regex(texts, pattern), False)


def no_codes(rows: int) -> pa.Array:
    """Nothing is wrong."""
    return pa.nulls(rows, pa.string())


def codes_where(where: pa.Array, code: str) -> pa.Array:
    """The code wherever a condition is true."""
    return pc.if_else(pc.fill_null(where, False), code, pa.scalar(None, pa.string()))
