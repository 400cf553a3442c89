"""One record per key: the latest by the contract's ordering, with a total tie-break.

Most records have a key of their own and never come here: `contested` tells which ones may not.
"""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.cleanse.tidy import ODD_SPACE

PLACE = ("_source_uri", "_source_version", "_record_no")
TIE_BREAK = ("_source_uri", "_arrived_at", "_source_version", "_record_no")


# White space, marks and letter case, which cleansing may change.
NOT_IN_KEYS = rf"[\x00-/:-@\[-`\{{-\x7f{ODD_SPACE}]"


def contested(bronze: DataFrame, contract: Contract) -> DataFrame:
    """Places of records that may share their key with another one, in the order of their files.

    Keys are compared as they came, but roughly: better one record too many than one too few.
    """
    key = F.col(contract.keys[0])
    # Numbers are grouped and joined at half the cost of texts; should two keys share one, both are
    # contested.
    rough = F.xxhash64(F.upper(F.regexp_replace(key, NOT_IN_KEYS, ""))).alias("rough")
    own = bronze.filter(key.isNotNull()).select(rough, *PLACE)
    repeated = own.groupBy("rough").count().filter("count > 1").select("rough")
    return repeated.join(own, "rough").select(*PLACE).orderBy("_source_uri")


def merged(good: DataFrame, contract: Contract) -> DataFrame:
    """Good records that another one of their key replaces, as `contracts/lineage/merged.yaml`."""
    key, *_ = contract.keys
    order = contract.order_by[0]
    ordering = [F.col(c).desc() for c in (*contract.order_by, *TIE_BREAK)]
    best_first = Window.partitionBy(key).orderBy(*ordering)
    ranked = good.select(
        *(F.col(p).alias(p[1:]) for p in PLACE),
        *(F.first(p).over(best_first).alias(f"kept{p}") for p in PLACE),
        F.row_number().over(best_first).alias("rank"),
        (F.col(order) == F.first(order).over(best_first)).alias("as_new"),
    )
    fate = F.when(F.col("as_new"), "duplicate").otherwise("superseded")
    return ranked.filter("rank > 1").select(fate.alias("fate"), "*").drop("rank", "as_new")


def kept(good: DataFrame, replaced: DataFrame) -> DataFrame:
    """Good records that no other one replaces."""
    places = replaced.select(*(F.col(p[1:]).alias(p) for p in PLACE), F.lit(1).alias("replaced"))
    # Small side first: not every engine turns a join round by itself.
    return places.join(good, list(PLACE), "right").filter("replaced is null").drop("replaced")
