"""Dimensions; each has a member that stands for unknown."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from contracts import load

UNKNOWN_USER, UNKNOWN_COUNTRY, NO_DATE = "unknown", "ZZ", 0


def dim_user(users: DataFrame) -> DataFrame:
    """Customers, and `unknown`."""
    known = users.select(
        F.col("user_id").alias("user_key"),
        "name", "email", "phone", "city", country_key().alias("country_key"),
        "age", "signed_up_at", "updated_at",
    )  # fmt: skip
    unknown = [
        F.lit(UNKNOWN_USER).cast(f.dataType).alias(f.name) if f.name == "user_key"
        else F.lit(UNKNOWN_COUNTRY).alias(f.name) if f.name == "country_key"
        else F.lit(None).cast(f.dataType).alias(f.name)
        for f in known.schema
    ]  # fmt: skip
    return known.unionByName(users.sparkSession.range(1).select(*unknown))


def dim_country(spark: SparkSession) -> DataFrame:
    """Countries, from the contract."""
    rows = [
        (m.code, m.values["name"], m.values["region"]) for m in load("gold.dim_country").members
    ]
    return spark.createDataFrame(rows, "country_key string, name string, region string")


def dim_status(spark: SparkSession) -> DataFrame:
    """Statuses and what they mean for revenue, from the contract."""
    rows = [
        (m.code, m.values["label"], m.values["revenue"], m.values["refund"])
        for m in load("gold.dim_status").members
    ]
    return spark.createDataFrame(
        rows, "status_key string, label string, is_revenue boolean, is_refund boolean"
    )


def dim_date(events: DataFrame, transactions: DataFrame) -> DataFrame:
    """Every day between the first and the last that a fact mentions, and `no date`."""
    moments = (
        events.select(F.col("ts").alias("moment"))
        .unionByName(transactions.select(F.col("created_at").alias("moment")))
        .unionByName(transactions.select(F.col("delivered_at").alias("moment")))
    )
    # Of two moments only: a day of each would have to be found out for all.
    day_of = (F.to_date(end("moment")) for end in (F.min, F.max))
    first, last = moments.agg(*day_of).collect()[0]
    count = 0 if first is None else (last - first).days + 1
    day = F.date_add(F.lit(first).cast("date"), F.col("id").cast("int"))
    calendar = events.sparkSession.range(count).select(day.alias("date"))
    # Counted from a Monday: engines differ on what `weekday` is.
    weekday = (F.datediff("date", F.lit("1970-01-05").cast("date")) % 7 + 1).cast("int")
    known = calendar.select(
        date_key(F.col("date")).alias("date_key"),
        "date",
        F.year("date").cast("int").alias("year"),
        F.quarter("date").cast("int").alias("quarter"),
        F.month("date").cast("int").alias("month"),
        F.dayofmonth("date").cast("int").alias("day"),
        weekday.alias("iso_weekday"),
        (weekday >= 6).alias("is_weekend"),
    )
    none = [
        (F.lit(NO_DATE) if f.name == "date_key" else F.lit(None)).cast(f.dataType).alias(f.name)
        for f in known.schema
    ]
    return known.unionByName(events.sparkSession.range(1).select(*none))


def date_key(day: Column) -> Column:
    """Day as yyyymmdd; 0 for none."""
    number = F.year(day) * 10000 + F.month(day) * 100 + F.dayofmonth(day)
    return F.coalesce(number, F.lit(NO_DATE)).cast("int")


def country_key() -> Column:
    """The country, or the one that stands for unknown."""
    return F.coalesce(F.col("country"), F.lit(UNKNOWN_COUNTRY))
