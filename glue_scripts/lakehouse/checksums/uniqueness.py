"""Keys that several rows have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def repeated_key(rows: DataFrame, keys: Sequence[str]) -> tuple[Any, ...] | None:
    """One that several rows have, with their number behind it; None where there is none."""
    # Where all hashes differ all keys do, and numbers are counted at a fraction of what texts cost.
    # Groups go to disk when there are many; the engine's distinct count would keep all in memory.
    if not rows.groupBy(F.xxhash64(*keys).alias("hash")).count().filter("count > 1").take(1):
        return None
    counted = rows.groupBy(*keys).agg(F.count("*").alias("_n"))
    repeated = counted.filter("_n > 1").limit(1).collect()
    return tuple(repeated[0]) if repeated else None
