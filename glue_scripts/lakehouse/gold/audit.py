"""Holds a gold build against its contracts and against silver before anybody sees it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.checksums.uniqueness import repeated_key
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.build import Table
from lakehouse.gold.model import from_views
from lakehouse.storage.seal import assert_sealed

NOTHING = "nothing was published"


def audit(spark: SparkSession, gold: Mapping[str, Table], names: Set[str] | None = None) -> None:
    """Looks at a build whose tables, and those of silver, are there as views.

    Args:
        spark: the engine.
        gold: all tables.
        names: those to look at; all where none are named.

    Raises:
        JobFailed: a key is doubled, a reference leads nowhere, a check of a contract comes to
            another number, or a file is not what was written.
    """
    looked_at = [table for name, table in gold.items() if names is None or name in names]
    for table in looked_at:
        _assert_unique(table)
        for column in table.contract.columns:
            if column.refers_to is not None:
                _assert_resolves(table, column.name, column.refers_to, gold)
    _assert_checks(spark, [table.contract for table in looked_at])
    for table in looked_at:
        assert_sealed(table.contract.id, table.written.marks, NOTHING)


def _assert_unique(table: Table) -> None:
    if repeated := repeated_key(table.rows, table.contract.keys):
        raise JobFailed(f"{table.contract.id}: key {repeated[:-1]} occurs twice; {NOTHING}")


def _assert_resolves(table: Table, column: str, target: str, gold: Mapping[str, Table]) -> None:
    dimension, key = target.split(".")
    members = gold[dimension].rows.select(F.col(key).alias("member"))
    rows = table.rows.select(column).distinct()
    lost = rows.join(members, rows[column] == F.col("member"), "left_anti").limit(1).collect()
    if lost:
        raise JobFailed(
            f"{table.contract.id}.{column}: {lost[0][0]!r} is not in {target}; {NOTHING}"
        )


def _assert_checks(spark: SparkSession, contracts: list[Contract]) -> None:
    checks = [(contract, check) for contract in contracts for check in contract.checks]
    queries = [
        f"select {n} as n, cast(({from_views(c.query, f'{t.id}: {c.name}')}) as string) as found"
        for n, (t, c) in enumerate(checks)
    ]
    if not queries:
        return
    # One query: what a small one costs is being started.
    for n, found in sorted(_answers(spark.sql(" union all ".join(queries))).items()):
        contract, check = checks[n]
        if found is None or Decimal(found) != check.must_be:
            raise JobFailed(
                f"{contract.id}: {check.name} is {found}, it must be {check.must_be}: "
                f"{check.description.rstrip('.')}; {NOTHING}"
            )


def _answers(rows: DataFrame) -> dict[int, str | None]:
    return {row.n: row.found for row in rows.collect()}
