"""Number and sum of hashes of rows: equal for the same rows in any order, and for no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyspark.sql
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column

Fingerprint = tuple[int, Decimal]


def fingerprint(rows: DataFrame, columns: Iterable[Column]) -> Fingerprint:
    """How many rows there are, and a sum that a lost, doubled or swapped value would change."""
    hashed = F.xxhash64(*_parts(columns)).cast("decimal(38,0)")
    row = rows.agg(F.count("*").alias("n"), F.sum(hashed).alias("s")).collect()[0]
    return row.n, Decimal(row.s or 0)


def _parts(columns: Iterable[Column]) -> Iterator[pyspark.sql.Column]:
    for column in columns:
        yield F.col(column.name)
        # The hash leaves nulls out: without the mark, a value that moved into the column beside
        # it, where null was before, would not be seen.
        if not column.required:
            yield F.isnull(column.name)
