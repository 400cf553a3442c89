"""Reads back what a build has just written."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession

from contracts import Column, Contract
from lakehouse.storage import storage

SPARK_TYPES = {"integer": "int"}


def read_back(spark: SparkSession, folder: str, contract: Contract) -> DataFrame:
    """The rows of a folder; none where the engine had nothing to write."""
    return read_files(spark, storage(folder).files(folder, ".parquet"), contract)


def read_files(spark: SparkSession, files: Sequence[str], contract: Contract) -> DataFrame:
    """The rows of Parquet files, with the columns of a contract."""
    return read_columns(spark, files, contract.columns)


def read_columns(spark: SparkSession, files: Sequence[str], columns: Sequence[Column]) -> DataFrame:
    """Columns of Parquet files; null where a file, written by another contract, lacks one."""
    ddl = columns_ddl(columns)
    # Engines differ on reading no files, so none are not read.
    return spark.read.schema(ddl).parquet(*files) if files else spark.createDataFrame([], ddl)


def columns_ddl(columns: Sequence[Column]) -> str:
    """Columns and their types as engines want to be told."""
    return ", ".join(f"`{c.name}` {SPARK_TYPES.get(c.type, c.type)}" for c in columns)
