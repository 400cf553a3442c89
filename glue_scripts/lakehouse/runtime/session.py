"""The engine of a job: whichever Spark session the surroundings give."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession

from lakehouse.storage.surroundings import REGION, region

MADE: set[SparkSession] = set()


def stop() -> None:
    """Ends the sessions of this process; what PySpark calls active is known to one thread only."""
    while MADE:
        MADE.pop().stop()


def session(name: str, parallelism: int = os.cpu_count() or 1) -> SparkSession:
    """Spark Connect where SPARK_REMOTE says so, else Spark itself.

    Args:
        name: who asks.
        parallelism: tasks that work side by side; more would only stand in each other's way.
    """
    builder = SparkSession.builder.appName(name)
    builder = builder.config("spark.sql.shuffle.partitions", str(parallelism))
    for key, value in (SETTINGS | _region()).items():
        builder = builder.config(key, value)
    spark: SparkSession = builder.getOrCreate()
    MADE.add(spark)
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    return spark


def _region() -> dict[str, str]:
    """What workers and Spark's own way to S3 have to be told; they do not share our environment."""
    if (where := region()) is None:
        return {}
    workers = {f"spark.executorEnv.{name}": where for name in REGION}
    return {**workers, "spark.hadoop.fs.s3a.endpoint.region": where}


SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # PyIceberg refuses the old INT96 timestamps.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    # Finding the line behind every call of a column's function took a fifth of a small job.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    # Spark's default since version 4. Without it small decimals become texts such as 1E-18.
    "spark.sql.ansi.enabled": "true",
}
