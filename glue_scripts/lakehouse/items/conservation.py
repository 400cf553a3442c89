"""Guard: records that stand in others went where these went."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import PLACE, Contract
from lakehouse.errors.failure import JobFailed
from lakehouse.items.reasons import PARENT
from lakehouse.set_aside import REASON

NAMES = [name.removeprefix("_") for name in PLACE]


def assert_with_parents(
    written: Mapping[str, DataFrame], parents: Mapping[str, DataFrame], contract: Contract
) -> None:
    """Holds the tables of records that stand in others against the tables of these.

    Args:
        written: silver, lineage and quarantine of the records.
        parents: the same of those in which they stand.
        contract: the source contract of the records.

    Raises:
        JobFailed: a record is in silver, or judged by itself, and the one in which it stands is
            not in silver; or it was merged or quarantined with that, and that was not.
    """
    went = reduce(DataFrame.unionByName, (_places(t, layer) for layer, t in parents.items()))
    wanted = _wanted(written).distinct()
    # Not every engine has an anti join that it can turn round: what is missing stands out as null.
    alone = wanted.join(went.withColumn("there", F.lit(True)), [*NAMES, "layer"], "left")
    if odd := alone.filter("there is null").take(1):
        place = f"{odd[0].source_uri} record {odd[0].record_no}"
        raise JobFailed(
            f"{contract.name}: what stands in {place} did not go with it: that is not in "
            f"{odd[0].layer}; nothing was published"
        )


def _wanted(written: Mapping[str, DataFrame]) -> DataFrame:
    """Where the records in which others stand have to be: places with `layer`."""
    kept = F.col("reasons").endswith(PARENT) | F.col("reasons").endswith(REASON)
    of_quarantined = F.when(kept, "quarantine").otherwise("silver").alias("layer")
    of_merged = F.when(F.isnull("content_hash"), "lineage").otherwise("silver").alias("layer")
    return (
        _places(written["silver"], "silver")
        .unionByName(written["quarantine"].select(*NAMES, of_quarantined))
        .unionByName(written["lineage"].select(*NAMES, of_merged))
    )


def _places(table: DataFrame, layer: str) -> DataFrame:
    there = PLACE if layer == "silver" else NAMES
    named = [F.col(old).alias(new) for old, new in zip(there, NAMES, strict=True)]
    return table.select(*named, F.lit(layer).alias("layer"))
