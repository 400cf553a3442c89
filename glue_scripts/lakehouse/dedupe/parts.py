"""Parts of a dataset's contested records, so small that each is settled in bounded memory.

Records that have to be compared with each other are in one part.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame

from contracts import Contract

# Engines sort and join so many in the memory they are given; twice as many were too many.
PART_RECORDS = 150_000
# Between values; no text has it.
END = "\x00"
MISSING = "\x01"


@dataclass(frozen=True)
class Part:
    """Records that are compared with each other, and what becomes of them.

    Attributes:
        judged: the records.
        fates: those of the good ones.
    """

    judged: DataFrame
    fates: DataFrame


def number_of_parts(contested: int) -> int:
    """How many parts so many contested records need."""
    return contested // PART_RECORDS + 1


def parted(judged: pa.Table, contract: Contract, parts: int) -> Iterator[tuple[int, pa.Table]]:
    """Judged records by the part they belong to."""
    if parts == 1:
        yield 0, judged
        return
    numbers = _part_of(judged, contract, parts)
    for part in range(parts):
        yield part, judged.filter(pc.equal(numbers, part))


def _part_of(judged: pa.Table, contract: Contract, parts: int) -> pa.Array:
    """By a hash of the key, or of all values where there is none."""
    names = contract.keys or contract.column_names
    texts = [pc.cast(judged[name], pa.string()) for name in names]
    joined = pc.binary_join_element_wise(
        *texts, END, null_handling="replace", null_replacement=MISSING
    )
    return pa.array([zlib.crc32(text.encode()) % parts for text in joined.to_pylist()], pa.int32())
