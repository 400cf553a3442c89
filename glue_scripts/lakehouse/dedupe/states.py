"""The states of a key: records of one key and one order, which agree or contradict each other."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pyspark.sql
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.dedupe.keyed import values_of

FILE = ("_source_uri", "_source_version")
STATE = ("_key", "_state")


def states(records: DataFrame, contract: Contract) -> DataFrame:
    """One row per key and order: `_disputed`, `_best`, `_age`, `_current`.

    `_best` is the greatest standing, `_age` 1 is the newest state of a key, `_current` the age of
    the newest one that is not disputed (null where there is none).

    Args:
        records: good ones (`keyed`), their order without null.
        contract: their source contract.
    """
    found = _states(records, contract)
    if contract.on_conflict:
        found = _decided(found, records, contract, greatest=contract.on_conflict.greatest)
    newest_first = (
        _version().desc(),
        *(F.col(name).desc_nulls_last() for name in (*contract.order_by, "_state")),
    )
    age = F.row_number().over(Window.partitionBy("_key").orderBy(*newest_first))
    aged = found.select(*STATE, "_disputed", "_best", age.alias("_age"))
    undisputed = F.min(F.when(~F.col("_disputed"), F.col("_age")))
    return aged.withColumn("_current", undisputed.over(Window.partitionBy("_key")))


def _version() -> pyspark.sql.Column:
    return F.substring("_state", 1, 1)


def _states(records: DataFrame, contract: Contract) -> DataFrame:
    # Null where no record has a value: nothing contradicts nothing.
    apart = [F.coalesce(F.min(v) != F.max(v), F.lit(False)) for v in values_of(contract)]
    newest = [F.max(name).alias(name) for name in contract.order_by]
    found = records.groupBy(*STATE).agg(
        F.max("_standing").alias("_best"), reduce(or_, apart, F.lit(False)).alias("_apart"), *newest
    )
    rescued = _rescued_apart(records).withColumn("_rescued_apart", F.lit(True))
    disputed = F.col("_apart") | F.coalesce("_rescued_apart", F.lit(False))
    return found.join(rescued, list(STATE), "left").withColumn("_disputed", disputed)


def _rescued_apart(records: DataFrame) -> DataFrame:
    """States in which two records of one file differ in a column that no contract knows."""
    place = [*STATE, *FILE]
    texts = records.groupBy(*place).agg((F.min("_rescued") != F.max("_rescued")).alias("_differ"))
    # Looked into only where the texts differ: they may still say the same.
    some = texts.filter("_differ").drop("_differ").join(records, place)
    values = some.select(*place, F.explode(_members())).filter("trim(value) <> ''")
    named = values.groupBy(*place, "key").agg((F.min("value") != F.max("value")).alias("_differ"))
    return named.filter("_differ").select(*STATE).distinct()


def _decided(
    found: DataFrame, records: DataFrame, contract: Contract, *, greatest: bool
) -> DataFrame:
    """The same, with conflicts settled where the contract's decision leaves records that agree."""
    wins = (F.max("_by") if greatest else F.min("_by")).alias("_wins")
    disputed = records.join(found.filter("_disputed").select(*STATE), list(STATE))
    winning = disputed.groupBy(*STATE).agg(wins)
    winners = disputed.join(winning, list(STATE)).filter(F.col("_by") == F.col("_wins"))
    left = _states(winners, contract).select(
        *STATE, F.col("_disputed").alias("_still"), F.col("_best").alias("_winner")
    )
    settled = {
        "_disputed": F.coalesce("_still", "_disputed"),
        "_best": F.coalesce("_winner", "_best"),
    }
    return found.join(left, list(STATE), "left").withColumns(settled)


def _members() -> pyspark.sql.Column:
    return F.from_json("_rescued", "map<string,string>")
