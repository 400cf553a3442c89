"""Holds a gold build against its contracts and against silver before anybody sees it."""

from __future__ import annotations

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from contracts import Contract, load_layer
from lakehouse.checksums.rows import Pair, fingerprints
from lakehouse.checksums.uniqueness import repeated_key
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.definitions import expected


def audit(spark: SparkSession, gold: dict[str, DataFrame], silver: dict[str, DataFrame]) -> None:
    """Raises JobFailed for a doubled key, a reference into nowhere or a row that should not be."""
    for name, rows in silver.items():
        rows.createOrReplaceTempView(f"silver_{name}")
    for name, rows in gold.items():
        rows.createOrReplaceTempView(name)
    for contract in load_layer("gold"):
        _assert_unique(contract, gold[contract.name])
        for column in contract.columns:
            if column.refers_to is not None:
                _assert_resolves(contract.name, column.name, column.refers_to, gold)
        _assert_same(contract, gold[contract.name], expected(spark, contract.name))


def _assert_unique(contract: Contract, rows: DataFrame) -> None:
    if repeated := repeated_key(rows, contract.keys):
        key = repeated[:-1]
        raise JobFailed(f"gold.{contract.name}: key {key} occurs twice; nothing was published")


def _assert_resolves(name: str, column: str, target: str, gold: dict[str, DataFrame]) -> None:
    dimension, key = target.split(".")
    members = gold[dimension].select(F.col(key).alias("member"))
    rows = gold[name].select(column).distinct()
    lost = rows.join(members, rows[column] == F.col("member"), "left_anti").limit(1).collect()
    if lost:
        raise JobFailed(
            f"gold.{name}.{column}: {lost[0][0]!r} is not in {target}; nothing was published"
        )


def _assert_same(contract: Contract, found: DataFrame, wanted: DataFrame) -> None:
    columns = [c for c in contract.columns if c.name in wanted.columns]
    found = found.select(*(c.name for c in columns))
    wanted = wanted.select(*(F.col(f.name).cast(f.dataType) for f in found.schema))
    ((ours, theirs),) = fingerprints([Pair(contract.id, found, wanted, columns)])
    if ours != theirs:
        raise JobFailed(
            f"gold.{contract.name}: {ours[0]} rows, expected {theirs[0]}, or other values, "
            f"first at key {_differing(contract, found, wanted)}; nothing was published"
        )


def _differing(contract: Contract, found: DataFrame, wanted: DataFrame) -> tuple[object, ...]:
    """The key of one row that only one of both has, or has more often."""
    sides = (rows.withColumn("side", F.lit(n)) for rows, n in ((found, 1), (wanted, -1)))
    balance = next(sides).unionByName(next(sides)).groupBy(*found.columns).agg(F.sum("side"))
    odd = balance.filter(F.col("sum(side)") != 0).orderBy(*contract.keys)
    return tuple(odd.select(*contract.keys).first() or ())
