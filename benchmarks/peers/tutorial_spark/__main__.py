"""The same job as a Spark tutorial writes it: read, count, clean, count, deduplicate, write."""

from __future__ import annotations

import argparse
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from benchmarks.peers.tutorial_spark.cleanse import cleansed
from benchmarks.peers.tutorial_spark.marts import marts
from benchmarks.peers.tutorial_spark.read import read_raw
from contracts import Contract, datasets, load


def main() -> None:
    """Runs the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    spark = session(arguments.threads)
    silver = {
        d: build(spark, arguments.raw, arguments.out, load(f"source.{d}")) for d in datasets()
    }
    for name, mart in marts(silver).items():
        mart.write.mode("overwrite").parquet(f"{arguments.out}/gold/{name}.parquet")
        print(f"{name}: {mart.count()} rows")
    spark.stop()


def session(threads: int) -> SparkSession:
    """Spark in this process, with settings a laptop needs and no others."""
    builder = SparkSession.builder.master(f"local[{threads}]").appName("tutorial")
    settings = {
        "spark.driver.memory": "4g",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.caseSensitive": "true",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def build(spark: SparkSession, raw: Path, out: Path, contract: Contract) -> DataFrame:
    """One dataset through bronze to silver and quarantine."""
    name = contract.name
    bronze_path = f"{out}/bronze/{name}.parquet"
    read_raw(spark, raw / name, contract).write.mode("overwrite").parquet(bronze_path)
    bronze = spark.read.parquet(bronze_path)
    print(f"{name}: {bronze.count()} records in bronze")
    clean = cleansed(bronze, contract).cache()
    bad = clean.filter("reasons <> ''")
    print(f"{name}: {bad.count()} bad records")
    bad.select("source_file", "reasons", *contract.column_names).write.mode("overwrite").parquet(
        f"{out}/quarantine/{name}.parquet"
    )
    good = clean.filter("reasons = ''").select(*contract.column_names, "source_file")
    print(f"{name}: {good.count()} good records")
    latest = latest_of(good, contract)
    print(f"{name}: {latest.count()} after removing duplicates")
    silver_path = f"{out}/silver/{name}.parquet"
    latest.write.mode("overwrite").parquet(silver_path)
    clean.unpersist()
    return spark.read.parquet(silver_path)


def latest_of(good: DataFrame, contract: Contract) -> DataFrame:
    """One record per key: the latest, then the one of the last file."""
    order = [F.col(contract.order_by[0]).desc(), F.col("source_file").desc()]
    window = Window.partitionBy(*contract.keys).orderBy(*order)
    ranked = good.withColumn("rank", F.row_number().over(window))
    return ranked.filter("rank = 1").select(*contract.column_names)


if __name__ == "__main__":
    main()
