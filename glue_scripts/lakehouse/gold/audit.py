"""Holds a gold build against its contracts and against silver before anybody sees it."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import load_layer
from lakehouse.failure import JobFailed


def audit(gold: dict[str, DataFrame], events: DataFrame, transactions: DataFrame) -> None:
    """Raises JobFailed for a doubled key, a reference into nowhere or a sum that is off."""
    for contract in load_layer("gold"):
        _assert_unique(contract.name, gold[contract.name], contract.keys)
        for column in contract.columns:
            if column.refers_to is not None:
                _assert_resolves(contract.name, column.name, column.refers_to, gold)
    _assert_same("fact_event", gold["fact_event"].count(), events.count())
    ours = gold["fact_transaction"].agg(F.count("*"), F.sum("amount")).collect()[0]
    theirs = transactions.agg(F.count("*"), F.sum("amount")).collect()[0]
    _assert_same("fact_transaction", tuple(ours), tuple(theirs))
    activity = gold["fact_user_activity"].agg(F.sum("events")).collect()[0][0] or 0
    _assert_same("fact_user_activity", activity, events.count())
    daily = gold["daily_revenue"].agg(F.sum("orders"), F.sum("revenue")).collect()[0]
    per_user = gold["user_ltv"].agg(F.sum("orders"), F.sum("revenue")).collect()[0]
    _assert_same("user_ltv against daily_revenue", tuple(per_user), tuple(daily))


def _assert_unique(name: str, rows: DataFrame, keys: tuple[str, ...]) -> None:
    doubled = rows.groupBy(*keys).count().filter("count > 1").limit(1).collect()
    if doubled:
        raise JobFailed(f"gold.{name}: key {tuple(doubled[0])[:-1]} occurs twice; not published")


def _assert_resolves(name: str, column: str, target: str, gold: dict[str, DataFrame]) -> None:
    dimension, key = target.split(".")
    members = gold[dimension].select(F.col(key).alias("member"))
    rows = gold[name].select(column).distinct()
    lost = rows.join(members, rows[column] == F.col("member"), "left_anti").limit(1).collect()
    if lost:
        raise JobFailed(f"gold.{name}.{column}: {lost[0][0]!r} is not in {target}; not published")


def _assert_same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise JobFailed(f"gold.{what}: {found} where silver has {expected}; not published")
