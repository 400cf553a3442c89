"""Marts: the figures people ask for. Currencies are never added up."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.gold.dimensions import UNKNOWN_USER

MONEY = "decimal(18,2)"


def daily_revenue(fact_transaction: DataFrame, dim_status: DataFrame) -> DataFrame:
    """Revenue per day and currency."""
    counted = _counted(fact_transaction, dim_status)
    return counted.groupBy(F.to_date("created_at").alias("revenue_date"), "currency").agg(
        _number("is_revenue").alias("orders"),
        _amount("is_revenue").alias("revenue"),
        _number("is_refund").alias("refunds"),
        _amount("is_refund").alias("refunded_amount"),
    )


def daily_active_users(
    fact_event: DataFrame, fact_user_activity: DataFrame, dim_date: DataFrame
) -> DataFrame:
    """Active customers per day."""
    known = F.when(F.col("user_key") != UNKNOWN_USER, F.col("user_key"))
    active = fact_user_activity.groupBy("date_key").agg(
        F.count(known).alias("active_users"),
        F.sum("events").alias("events"),
        F.sum("purchases").alias("purchases"),
    )
    # Visits first, then their number: counting distinct ones per day would keep a set for each.
    visits = fact_event.select("date_key", "session_id").distinct().groupBy("date_key")
    sessions = visits.agg(F.count("session_id").alias("sessions"))
    days = dim_date.select("date_key", F.col("date").alias("activity_date"))
    return days.join(active, "date_key").join(sessions, "date_key")


def user_ltv(fact_transaction: DataFrame, dim_status: DataFrame) -> DataFrame:
    """Lifetime value per customer and currency."""
    counted = _counted(fact_transaction, dim_status)
    order_date = F.when(F.col("is_revenue"), F.to_date("created_at"))
    return counted.groupBy("user_key", "currency").agg(
        _number("is_revenue").alias("orders"),
        _amount("is_revenue").alias("revenue"),
        F.min(order_date).alias("first_order_date"),
        F.max(order_date).alias("last_order_date"),
        _amount("is_refund").alias("refunded_amount"),
    )


def _counted(fact_transaction: DataFrame, dim_status: DataFrame) -> DataFrame:
    statuses = dim_status.select("status_key", "is_revenue", "is_refund")
    return statuses.join(fact_transaction, "status_key").filter("is_revenue or is_refund")


def _number(flag: str) -> Column:
    return F.sum(F.when(F.col(flag), 1).otherwise(0)).cast("bigint")


def _amount(flag: str) -> Column:
    zero = F.lit(0).cast("decimal(12,2)")
    return F.sum(F.when(F.col(flag), F.col("amount")).otherwise(zero)).cast(MONEY)
