"""The engine of a job: whichever Spark session the surroundings give."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession


def session(name: str, parallelism: int = os.cpu_count() or 1) -> SparkSession:
    """Spark Connect where SPARK_REMOTE says so, else Spark itself.

    Args:
        name: who asks.
        parallelism: tasks that work side by side; more would only stand in each other's way.
    """
    builder = SparkSession.builder.appName(name)
    builder = builder.config("spark.sql.shuffle.partitions", str(parallelism))
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    spark: SparkSession = builder.getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    return spark


SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # PyIceberg refuses the old INT96 timestamps.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
}
