"""One record per key: the best one of its newest state that is not disputed.

Most records have a key of their own and never come here (`contested`).
"""

from __future__ import annotations

import pyspark.sql
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.dedupe.keyed import OLD
from lakehouse.dedupe.states import STATE, states

SILVER, LINEAGE, CONFLICT = "silver", "lineage", "conflict"
# What lineage calls them.
MERGED = {"_key": "record_key", "_order": "record_order", "_hash": "content_hash"}


def fates(records: DataFrame, contract: Contract) -> DataFrame:
    """What becomes of good records (`keyed`): their places with `_fate`.

    Of each key one record is kept (`silver`). Contradictions above its state are each a `conflict`,
    for nobody knows which is right. The others are merged (`lineage`): these have `_key`, `_order`
    and `_hash`. So are records that only go on with the one above them, and those that stand in a
    record that was merged; they have a key alone.
    """
    good = records.filter("not _continues")
    known = good.join(states(good, contract), list(STATE))
    unknown = F.coalesce(F.col("_age") < F.col("_current"), F.lit(True))
    kept = (F.col("_age") == F.col("_current")) & (F.col("_standing") == F.col("_best"))
    if not contract.keys:
        # Nothing but its file ties a record to the one that was there before.
        kept &= ~F.startswith("_state", F.lit(OLD))
    fate = F.when(unknown, CONFLICT).when(kept, SILVER).otherwise(LINEAGE)
    chosen = known.select(*contract.place, fate.alias("_fate"), "_key", "_order", "_hash")
    named = [_if_merged(name) for name in ("_key", "_order", "_hash")]
    continuing = _continuing(records, contract)
    return chosen.select(*contract.place, "_fate", *named).unionByName(continuing)


def _if_merged(name: str) -> pyspark.sql.Column:
    return F.when(F.col("_fate") == LINEAGE, F.col(name)).alias(name)


def _continuing(records: DataFrame, contract: Contract) -> DataFrame:
    nothing = F.lit(None).cast("string")
    fate = F.lit(LINEAGE).alias("_fate")
    return records.filter("_continues").select(
        *contract.place, fate, "_key", nothing.alias("_order"), nothing.alias("_hash")
    )


def lineage_names(contract: Contract) -> dict[str, str]:
    """Columns of `fates` -> what lineage calls them."""
    return {name: name.removeprefix("_") for name in contract.place} | MERGED


def with_fate(chosen: DataFrame, fate: str, judged: DataFrame, contract: Contract) -> DataFrame:
    """The judged records of one fate, by their places."""
    places = chosen.filter(F.col("_fate") == fate).select(*contract.place)
    # Small side first: not every engine turns a join round by itself.
    return places.join(judged, list(contract.place))


def with_reasons(chosen: DataFrame, judged: DataFrame, contract: Contract) -> DataFrame:
    """The judged records to quarantine: the bad ones, and conflicts with that as their reason."""
    conflicts = with_fate(chosen, CONFLICT, judged, contract).withColumn("reasons", F.lit(CONFLICT))
    return judged.filter("reasons is not null").unionByName(conflicts)
