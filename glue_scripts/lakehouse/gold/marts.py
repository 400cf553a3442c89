"""Marts: the figures people ask for. Currencies are never added up."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.gold.dimensions import UNKNOWN_USER

MONEY = "decimal(18,2)"


def daily_revenue(transactions: DataFrame, dim_status: DataFrame) -> DataFrame:
    """Revenue per day and currency."""
    counted = _counted(transactions, dim_status)
    return counted.groupBy(F.to_date("created_at").alias("revenue_date"), "currency").agg(
        _number("is_revenue").alias("orders"),
        _amount("is_revenue").alias("revenue"),
        _number("is_refund").alias("refunds"),
        _amount("is_refund").alias("refunded_amount"),
    )


def daily_active_users(events: DataFrame) -> DataFrame:
    """Active customers per day."""
    known = F.when(F.col("user_key") != UNKNOWN_USER, F.col("user_key"))
    bought = F.when(F.col("event_type") == "purchase", 1).otherwise(0)
    return events.groupBy(F.to_date("ts").alias("activity_date")).agg(
        F.countDistinct(known).alias("active_users"),
        F.countDistinct("session_id").alias("sessions"),
        F.count("*").alias("events"),
        F.sum(bought).cast("bigint").alias("purchases"),
    )


def user_ltv(transactions: DataFrame, dim_status: DataFrame) -> DataFrame:
    """Lifetime value per customer and currency."""
    counted = _counted(transactions, dim_status)
    order_date = F.when(F.col("is_revenue"), F.to_date("created_at"))
    return counted.groupBy("user_key", "currency").agg(
        _number("is_revenue").alias("orders"),
        _amount("is_revenue").alias("revenue"),
        F.min(order_date).alias("first_order_date"),
        F.max(order_date).alias("last_order_date"),
        _amount("is_refund").alias("refunded_amount"),
    )


def _counted(transactions: DataFrame, dim_status: DataFrame) -> DataFrame:
    statuses = dim_status.select("status_key", "is_revenue", "is_refund")
    joined = statuses.join(transactions, statuses.status_key == transactions.status)
    return joined.filter("is_revenue or is_refund")


def _number(flag: str) -> Column:
    return F.sum(F.when(F.col(flag), 1).otherwise(0)).cast("bigint")


def _amount(flag: str) -> Column:
    zero = F.lit(0).cast("decimal(12,2)")
    return F.sum(F.when(F.col(flag), F.col("amount")).otherwise(zero)).cast(MONEY)
