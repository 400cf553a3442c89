"""The marts."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from contracts import load


def marts(silver: dict[str, DataFrame]) -> dict[str, DataFrame]:
    """Daily revenue, daily active users, lifetime value."""
    known = silver["users"].select(F.col("user_id").alias("known"))
    events = silver["events"].join(known, F.col("user_id") == F.col("known"), "left")
    paid = silver["transactions"].join(known, F.col("user_id") == F.col("known"), "left")
    counted = (
        paid.withColumn(
            "user_key",
            F.coalesce("known", F.when(F.col("user_id").isNull(), "guest"), F.lit("unknown")),
        )
        .withColumn("day", F.to_date("created_at"))
        .withColumn("is_revenue", _is("is_revenue"))
        .withColumn("is_refund", _is("is_refund"))
        .filter("is_revenue or is_refund")
    )
    return {
        "daily_revenue": counted.groupBy(F.col("day").alias("revenue_date"), "currency").agg(
            F.count(F.when(F.expr("is_revenue and amount >= 0"), 1)).alias("orders"),
            _sum("is_revenue", "revenue"),
            _number("is_refund", "refunds"),
            _sum("is_refund", "refunded_amount"),
        ),
        "user_ltv": counted.groupBy("user_key", "currency").agg(
            F.count(F.when(F.expr("is_revenue and amount >= 0"), 1)).alias("orders"),
            _sum("is_revenue", "revenue"),
            F.min(F.when(F.col("is_revenue"), F.col("day"))).alias("first_order_date"),
            F.max(F.when(F.col("is_revenue"), F.col("day"))).alias("last_order_date"),
            _sum("is_refund", "refunded_amount"),
        ),
        "daily_active_users": events.groupBy(F.to_date("ts").alias("activity_date")).agg(
            F.countDistinct("known").alias("active_users"),
            F.countDistinct("session_id").alias("sessions"),
            F.count("*").alias("events"),
            F.count(F.when(F.col("event_type") == "purchase", 1)).alias("purchases"),
        ),
    }


def _is(flag: str) -> Column:
    members = load("gold.dim_status").members
    return F.col("status").isin([m.code for m in members if m.values[flag]])


def _number(flag: str, name: str) -> Column:
    return F.count(F.when(F.col(flag), 1)).alias(name)


def _sum(flag: str, name: str) -> Column:
    amount = F.when(F.col(flag), F.col("amount")).otherwise(F.lit(0).cast("decimal(12,2)"))
    return F.sum(amount).cast("decimal(18,2)").alias(name)
