"""The engine of a job: whichever Spark session the surroundings give."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession


def session(name: str) -> SparkSession:
    """Spark Connect where SPARK_REMOTE says so, else Spark itself."""
    builder = SparkSession.builder.appName(name)
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    spark: SparkSession = builder.getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    return spark


def parallelism(spark: SparkSession) -> int:
    """Tasks that work side by side: more would only stand in each other's way."""
    return int(spark.conf.get("spark.sql.shuffle.partitions") or 1)


SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # PyIceberg refuses the old INT96 timestamps.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": str(os.cpu_count()),
}
