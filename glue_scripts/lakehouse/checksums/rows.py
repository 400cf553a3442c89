"""Number of rows and sum of their hashes: equal for the same rows in any order, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import pyspark.sql
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column

Fingerprint = tuple[int, int, int]


@dataclass(frozen=True)
class Pair:
    """Rows that came out, rows that were to come out, and the columns that are compared."""

    name: str
    found: DataFrame
    expected: DataFrame
    columns: Iterable[Column]


def fingerprints(pairs: Sequence[Pair]) -> list[tuple[Fingerprint, Fingerprint]]:
    """Of what was found and what was expected: number of rows, and a sum over all their values.

    A value that is lost, doubled or swapped changes the sum.
    """
    # All in one query: what a small one costs is being started.
    sides = [
        rows.select(F.lit(n).alias("side"), F.xxhash64(*_parts(pair.columns)).alias("hash"))
        for n, (pair, rows) in enumerate((p, rows) for p in pairs for rows in (p.found, p.expected))
    ]
    # In halves: their sums stay integers, and decimals cost Spark half as much again to add up.
    high, low = F.shiftright("hash", 32), F.col("hash").bitwiseAND(F.lit(0xFFFFFFFF))
    sums = reduce(DataFrame.unionByName, sides).groupBy("side")
    rows = sums.agg(F.count("*").alias("n"), F.sum(high).alias("high"), F.sum(low).alias("low"))
    by_side = {row.side: (row.n, row.high, row.low) for row in rows.collect()}
    found = [by_side.get(n, (0, 0, 0)) for n in range(len(sides))]
    return list(zip(found[::2], found[1::2], strict=True))


def _parts(columns: Iterable[Column]) -> Iterator[pyspark.sql.Column]:
    for column in columns:
        yield F.col(column.name)
        # The hash leaves nulls out: without the mark, a value that moved into the column beside
        # it, where null was before, would not be seen.
        if not column.required:
            yield F.isnull(column.name)
