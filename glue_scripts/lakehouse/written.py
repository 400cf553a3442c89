"""Reads back what a build has just written."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession

from contracts import Contract
from lakehouse.storage import storage

SPARK_TYPES = {"integer": "int"}


def read_back(spark: SparkSession, folder: str, contract: Contract) -> DataFrame:
    """The rows of a folder; none where the engine had nothing to write."""
    return read_files(spark, storage(folder).files(folder, ".parquet"), contract)


def read_files(spark: SparkSession, files: Sequence[str], contract: Contract) -> DataFrame:
    """The rows of Parquet files. Engines differ on reading none, so none are not read."""
    if files:
        return spark.read.parquet(*files)
    return spark.createDataFrame([], columns_ddl(contract))


def columns_ddl(contract: Contract) -> str:
    """A contract's columns and types as engines want to be told."""
    return ", ".join(f"{c.name} {SPARK_TYPES.get(c.type, c.type)}" for c in contract.columns)
