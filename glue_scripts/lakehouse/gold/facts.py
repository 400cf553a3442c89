"""Facts: what happened, with keys into the dimensions."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.gold.dimensions import UNKNOWN_USER, country_key, date_key


def with_user_key(facts: DataFrame, dim_user: DataFrame) -> DataFrame:
    """Adds `user_key`: the customer, or `unknown` where nobody has told us about them."""
    known = dim_user.select(F.col("user_key").alias("known_user"))
    # Small side first: not every engine turns a join round by itself.
    joined = known.join(facts, F.col("known_user") == facts.user_id, "right")
    return joined.withColumn("user_key", F.coalesce("known_user", F.lit(UNKNOWN_USER))).drop(
        "known_user"
    )


def fact_event(events: DataFrame) -> DataFrame:
    """One row per event."""
    return events.select(
        "event_id", date_key(F.to_date("ts")).alias("date_key"), "user_key",
        country_key().alias("country_key"), "event_type", "session_id", "product_id", "device",
        "price", "ts",
    )  # fmt: skip


def fact_transaction(transactions: DataFrame) -> DataFrame:
    """One row per transaction."""
    return transactions.select(
        "tx_id", date_key(F.to_date("created_at")).alias("date_key"),
        date_key(F.to_date("delivered_at")).alias("delivered_date_key"), "user_key",
        country_key().alias("country_key"), F.col("status").alias("status_key"), "currency",
        "amount", "payment_method", "created_at",
    )  # fmt: skip


KINDS = {"views": "view", "carts": "cart", "checkouts": "checkout", "purchases": "purchase"}


def fact_user_activity(fact_event: DataFrame) -> DataFrame:
    """One row per customer and day."""
    # Sessions first, then their number: counting distinct ones per group would keep a set for each.
    counted = [_of(kind).alias(name) for name, kind in KINDS.items()]
    session = fact_event.groupBy("date_key", "user_key", "session_id")
    return (
        session.agg(F.count("*").alias("events"), *counted)
        .groupBy("date_key", "user_key")
        .agg(
            F.sum("events").alias("events"),
            F.count("session_id").alias("sessions"),
            *(F.sum(name).alias(name) for name in KINDS),
        )
    )


def _of(kind: str) -> Column:
    return F.sum(F.when(F.col("event_type") == kind, 1).otherwise(0)).cast("bigint")
