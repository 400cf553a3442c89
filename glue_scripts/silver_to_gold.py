"""Job: silver into the star schema and the marts; written aside, audited, then published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from pyiceberg.table import StaticTable
from pyspark.sql import DataFrame, SparkSession

from contracts import DATASETS, load, load_layer
from lakehouse.catalog import open_catalog, replace, table
from lakehouse.failure import JobFailed
from lakehouse.gold import dimensions, facts, marts
from lakehouse.gold.audit import audit
from lakehouse.publication import newest, next_number, publish
from lakehouse.seal import seal
from lakehouse.session import session
from lakehouse.written import read_back, read_files


def run(lake: Path) -> dict[str, int]:
    """Builds gold from the current silver publication; returns rows per table.

    Raises:
        JobFailed: there is no silver, or the audit finds the build wanting.
    """
    number = next_number(lake, "gold")
    spark = session("silver_to_gold")
    aside = (lake / "gold" / "data" / f"{number:08d}").resolve()
    shutil.rmtree(aside, ignore_errors=True)
    silver = read_silver(spark, lake)
    gold = write(spark, silver, aside)
    audit(spark, gold, silver)
    catalog = open_catalog(lake)
    for contract in load_layer("gold"):
        target = table(catalog, contract.id, contract.columns, lake / "gold" / contract.name)
        files = sorted((aside / contract.name).rglob("*.parquet"))
        replace(target, files, {"build": f"g{number:08d}"})
    publish(lake, "gold", number, {c.id: catalog.load_table(c.id) for c in load_layer("gold")})
    return {name: rows.count() for name, rows in gold.items()}


def read_silver(spark: SparkSession, lake: Path) -> dict[str, DataFrame]:
    """The silver tables of the current publication.

    Raises:
        JobFailed: there is none, or its files are not those that were published.
    """
    publication = newest(lake, "silver")
    if publication is None:
        raise JobFailed(f"{lake}: no silver is published; run bronze_to_silver first")
    return {name: _silver(spark, publication, name) for name in DATASETS}


def _silver(spark: SparkSession, publication: dict[str, Any], name: str) -> DataFrame:
    entry = publication["tables"][f"silver.{name}"]
    scan = StaticTable.from_metadata(entry["metadata_location"]).scan(
        snapshot_id=entry["snapshot_id"]
    )
    files = [t.file.file_path.removeprefix("file://") for t in scan.plan_files()]
    if not all(map(os.path.exists, files)) or seal(files) != entry["seal"]:
        raise JobFailed(
            f"silver.{name}: its files are not those that were published; "
            "run bronze_to_silver again"
        )
    return read_files(spark, files, load(f"silver.{name}"))


def write(spark: SparkSession, silver: dict[str, DataFrame], aside: Path) -> dict[str, DataFrame]:
    """Writes all gold tables below a folder; returns them as they are there."""

    def written(name: str, rows: DataFrame) -> DataFrame:
        contract = load(f"gold.{name}")
        rows.select(*contract.column_names).write.mode("overwrite").parquet(str(aside / name))
        return read_back(spark, aside / name, contract)

    users = written("dim_user", dimensions.dim_user(silver["users"]))
    status = written("dim_status", dimensions.dim_status(spark))
    events = facts.with_user_key(silver["events"], users)
    transactions = facts.with_user_key(silver["transactions"], users)
    fact_event = written("fact_event", facts.fact_event(events))
    return {
        "dim_user": users,
        "dim_status": status,
        "dim_country": written("dim_country", dimensions.dim_country(spark)),
        "dim_date": written(
            "dim_date", dimensions.dim_date(silver["events"], silver["transactions"])
        ),
        "fact_event": fact_event,
        "fact_transaction": written("fact_transaction", facts.fact_transaction(transactions)),
        "fact_user_activity": written("fact_user_activity", facts.fact_user_activity(fact_event)),
        "daily_revenue": written("daily_revenue", marts.daily_revenue(transactions, status)),
        "daily_active_users": written("daily_active_users", marts.daily_active_users(fact_event)),
        "user_ltv": written("user_ltv", marts.user_ltv(transactions, status)),
    }
