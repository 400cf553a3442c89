"""One record per key: the latest by the contract's ordering, with a total tie-break."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract

PLACE = ("_source_uri", "_source_version", "_record_no")
TIE_BREAK = ("_source_uri", "_arrived_at", "_source_version", "_record_no")


def with_fate(judged: DataFrame, contract: Contract) -> DataFrame:
    """Adds `_fate` (silver, superseded, duplicate, quarantined) and the place of the record kept.

    Only keys that occur more than once are sorted: they are few, and sorting is what costs.
    """
    key, *_ = contract.keys
    good = judged.filter("reasons is null")
    repeated = (
        good.groupBy(key).count().filter("count > 1").select(key, F.lit(1).alias("_repeated"))
    )
    marked = judged.join(repeated, key, "left")
    single = marked.filter("reasons is not null or _repeated is null").drop("_repeated")
    several = marked.filter("reasons is null and _repeated = 1").drop("_repeated")
    kept = [F.lit(None).cast(t).alias(n) for n, t in KEPT]
    fate = F.when(F.col("reasons").isNull(), "silver").otherwise("quarantined")
    return single.select("*", fate.alias("_fate"), *kept).unionByName(_ranked(several, contract))


KEPT = (("_kept_uri", "string"), ("_kept_version", "string"), ("_kept_no", "bigint"))


def _ranked(several: DataFrame, contract: Contract) -> DataFrame:
    ordering = [*contract.order_by, *TIE_BREAK]
    best_first = Window.partitionBy(*contract.keys).orderBy(*(F.col(c).desc() for c in ordering))
    order = contract.order_by[0]
    ranked = several.select(
        "*",
        F.row_number().over(best_first).alias("_rank"),
        F.first(order).over(best_first).alias("_best"),
        *(F.first(p).over(best_first).alias(n) for p, (n, _) in zip(PLACE, KEPT, strict=True)),
    )
    fate = (
        F.when(F.col("_rank") == 1, "silver")
        .when(F.col(order) == F.col("_best"), "duplicate")
        .otherwise("superseded")
    )
    return ranked.select(*several.columns, fate.alias("_fate"), *(n for n, _ in KEPT))
