"""One record per key: the latest by the contract's ordering, with a total tie-break.

Most records have a key of their own and never come here: `contested` tells which ones may not.
"""

from __future__ import annotations

import zlib

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.cleanse.tidy import ODD_SPACE

PLACE = ("_source_uri", "_source_version", "_record_no")
TIE_BREAK = ("_source_uri", "_arrived_at", "_source_version", "_record_no")


# White space and marks, which cleansing may change; letters and digits are left.
NOT_IN_KEYS = "".join(c for c in map(chr, range(128)) if not c.isalnum()) + ODD_SPACE


def contested(bronze: DataFrame, contract: Contract) -> DataFrame:
    """Records that may share their key with another one, as `file` and `_record_no`.

    Keys are compared as they came, but roughly, and files are named by a checksum (`file_number`):
    better one record too many than one too few.
    """
    key = F.col(contract.keys[0])
    # Characters are taken out at a third of what a pattern costs. And numbers are grouped, joined
    # and sent around at half the cost of texts; should two keys share one, both are contested.
    rough = F.xxhash64(F.upper(F.translate(key, NOT_IN_KEYS, ""))).alias("rough")
    file = F.crc32(F.col("_source_uri").cast("binary")).alias("file")
    # Divided once: who groups and who joins need not read, hash and send all of it again.
    own = bronze.filter(key.isNotNull()).select(rough, file, "_record_no").repartition("rough")
    repeated = own.groupBy("rough").count().filter("count > 1").select("rough")
    return repeated.join(own, "rough").select("file", "_record_no").sortWithinPartitions("file")


def file_number(uri: str) -> int:
    """What `contested` calls a file."""
    return zlib.crc32(uri.encode())


def merged(good: DataFrame, contract: Contract) -> DataFrame:
    """Good records that another one of their key replaces, as `contracts/lineage/merged.yaml`."""
    key, *_ = contract.keys
    order = contract.order_by[0]
    best_first = Window.partitionBy(key).orderBy(
        *(F.col(c).desc() for c in (*contract.order_by, *TIE_BREAK))
    )
    ranked = good.select(key, order, *PLACE, F.row_number().over(best_first).alias("rank"))
    # Joined: looking back at the first of each key costs more than finding it again.
    best = ranked.filter("rank = 1").select(
        key, F.col(order).alias("newest"), *(F.col(p).alias(f"kept{p}") for p in PLACE)
    )
    others = ranked.filter("rank > 1")
    fate = F.when(F.col(order) == F.col("newest"), "duplicate").otherwise("superseded")
    return best.join(others, key).select(
        fate.alias("fate"),
        *(F.col(p).alias(p[1:]) for p in PLACE),
        *(f"kept{p}" for p in PLACE),
    )


def kept(good: DataFrame, replaced: DataFrame) -> DataFrame:
    """Good records that no other one replaces."""
    places = replaced.select(*(F.col(p[1:]).alias(p) for p in PLACE), F.lit(1).alias("replaced"))
    # Small side first: not every engine turns a join round by itself.
    return places.join(good, list(PLACE), "right").filter("replaced is null").drop("replaced")
