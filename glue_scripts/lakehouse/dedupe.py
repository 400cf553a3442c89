"""One record per key: the latest by the contract's ordering, with a total tie-break."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract

PLACE = ("_source_uri", "_source_version", "_record_no")
TIE_BREAK = ("_source_uri", "_arrived_at", "_source_version", "_record_no")


def merged(good: DataFrame, contract: Contract) -> DataFrame:
    """Good records that another one of the same key replaces, as `contracts/lineage/merged.yaml`.

    Only records whose key occurs more than once are sorted: they are few, and sorting is what
    costs.
    """
    key, *_ = contract.keys
    repeated = good.groupBy(key).count().filter("count > 1").select(key)
    order = contract.order_by[0]
    needed = {key, *contract.order_by, *TIE_BREAK}
    several = repeated.join(good.select(*sorted(needed)), key)
    ordering = [F.col(c).desc() for c in (*contract.order_by, *TIE_BREAK)]
    best_first = Window.partitionBy(key).orderBy(*ordering)
    ranked = several.select(
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
