"""Number of rows and sum of their hashes: equal for the same rows in any order, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyspark.sql
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column

Fingerprint = tuple[int, int, int]


def fingerprints(
    found: DataFrame, expected: DataFrame, columns: Iterable[Column]
) -> tuple[Fingerprint, Fingerprint]:
    """Of both: how many rows there are, and a sum that a lost, doubled or swapped value changes."""
    hashed = F.xxhash64(*_parts(columns)).alias("hash")
    # Both in one query: what a small one costs is being started.
    sides = [
        rows.select(F.lit(n).alias("side"), hashed) for n, rows in enumerate((found, expected))
    ]
    # In halves: their sums stay integers, and decimals cost Spark half as much again to add up.
    high, low = F.shiftright("hash", 32), F.col("hash").bitwiseAND(F.lit(0xFFFFFFFF))
    sums = sides[0].unionByName(sides[1]).groupBy("side")
    rows = sums.agg(F.count("*").alias("n"), F.sum(high).alias("high"), F.sum(low).alias("low"))
    by_side = {row.side: (row.n, row.high, row.low) for row in rows.collect()}
    nothing = (0, 0, 0)
    return by_side.get(0, nothing), by_side.get(1, nothing)


def _parts(columns: Iterable[Column]) -> Iterator[pyspark.sql.Column]:
    for column in columns:
        yield F.col(column.name)
        # The hash leaves nulls out: without the mark, a value that moved into the column beside
        # it, where null was before, would not be seen.
        if not column.required:
            yield F.isnull(column.name)
