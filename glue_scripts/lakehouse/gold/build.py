"""Builds the gold tables: each by its SELECT, from views of what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract
from contracts.place import column_place
from lakehouse.errors.causes import gist
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.model import Model, view_of
from lakehouse.gold.plan import Step
from lakehouse.gold.written import Written, write
from lakehouse.iceberg.read_back import SPARK_TYPES, columns_ddl, read_files


@dataclass(frozen=True)
class Table:
    """A gold table as it stands on the disk."""

    contract: Contract
    written: Written
    rows: DataFrame


def build(
    spark: SparkSession, published: Mapping[str, DataFrame], aside: str, steps: Iterable[Step]
) -> dict[str, Table]:
    """Writes gold tables below a folder.

    Args:
        spark: The engine.
        published: Id -> the rows of each table that is read and not built here.
        aside: The folder.
        steps: The tables, in the order of building.

    Returns:
        Name -> table, in that order.
    """
    for name, rows in published.items():
        rows.createOrReplaceTempView(view_of(name))
    built: dict[str, Table] = {}
    for step in steps:
        contract = step.contract
        written = write(rows_of(spark, step), contract, f"{aside}/{contract.name}")
        # The next ones read what stands there: computing it again would cost more.
        rows = read_files(spark, sorted(written.marks), contract)
        rows.createOrReplaceTempView(view_of(contract.id))
        built[contract.name] = Table(contract, written, rows)
    return built


def rows_of(spark: SparkSession, step: Step) -> DataFrame:
    """The rows of a table, from views of its inputs.

    Raises:
        JobFailed: the engine refuses the SELECT, or a column is of another type than declared.
    """
    contract = step.contract
    if step.model is None:
        members = [
            [m.code if name in contract.keys else m.values[name] for name in contract.column_names]
            for m in contract.members
        ]
        return spark.createDataFrame(members, columns_ddl(contract.columns))
    try:
        rows = spark.sql(step.model.sql)
        found = {f.name: f.dataType.simpleString() for f in rows.schema}
    except PySparkException as error:
        raise JobFailed(f"{step.model.label}: {gist(error)}") from error
    _assert_types(found, step.model, contract)
    return rows


def _assert_types(found: Mapping[str, str], model: Model, contract: Contract) -> None:
    for column in contract.columns:
        wanted = SPARK_TYPES.get(column.type, column.type)
        if found[column.name] != wanted:
            raise JobFailed(
                f"{model.label}:{model.columns[column.name]}: column {column.name} is "
                f"{found[column.name]}, {column_place(contract, column.name)} says {column.type}; "
                "cast it, or change the contract"
            )
