"""Job: all of bronze into silver: typed, cleaned, one record per key; the rest accounted for."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import contracts
from contracts import DATASETS, Contract, load
from lakehouse.catalog import data_files, open_catalog, replace, table
from lakehouse.cleanse.records import date_orders, judged
from lakehouse.dedupe import PLACE, kept, merged
from lakehouse.failure import JobFailed
from lakehouse.publication import next_number, publish
from lakehouse.session import session
from lakehouse.written import read_back

Metrics = dict[str, Any]


def run(lake: Path) -> dict[str, Metrics]:
    """Builds silver anew from bronze and publishes it; returns counts per dataset.

    Raises:
        JobFailed: the sums do not balance, a dataset comes out empty, or too much is quarantined.
    """
    catalog, number = open_catalog(lake), next_number(lake, "silver")
    spark = session("bronze_to_silver")
    built: dict[str, Table] = {}
    metrics: dict[str, Metrics] = {}
    for dataset in DATASETS:
        tables, metrics[dataset] = _build(spark, catalog, lake, dataset, number)
        built |= tables
    publish(lake, "silver", number, built)
    return metrics


def _build(
    spark: SparkSession, catalog: Catalog, lake: Path, dataset: str, number: int
) -> tuple[dict[str, Table], Metrics]:
    contract = load(f"source.{dataset}")
    targets = _targets(catalog, lake, dataset)
    bronze = data_files(catalog.load_table(f"bronze.{dataset}"))
    aside = (lake / "silver" / dataset / "data" / f"{number:08d}").resolve()
    # What a killed build left under this number is no part of this one.
    shutil.rmtree(aside, ignore_errors=True)
    if bronze:
        _write(spark, bronze, contract, aside, f"s{number:08d}")
    fates = _audit(spark, bronze, aside, contract)
    for name, target in targets.items():
        replace(target, sorted((aside / name).rglob("*.parquet")), {"build": f"s{number:08d}"})
    done = {f"{name}.{dataset}": catalog.load_table(f"{name}.{dataset}") for name in targets}
    return done, fates


def _targets(catalog: Catalog, lake: Path, dataset: str) -> dict[str, Table]:
    contracts = {
        "silver": load(f"silver.{dataset}"),
        "quarantine": load("quarantine.records"),
        "lineage": load("lineage.merged"),
    }
    return {
        layer: table(catalog, f"{layer}.{dataset}", c.columns, lake / layer / dataset)
        for layer, c in contracts.items()
    }


def _write(
    spark: SparkSession, bronze: list[str], contract: Contract, aside: Path, run: str
) -> None:
    raw = spark.read.parquet(*bronze)
    # Judging is what costs, so it is done once. Reading it back also keeps the engine from pushing
    # later conditions down into the judgement, copying its expressions over and over.
    staged = str(aside / "staged")
    judged(raw, contract, date_orders(raw, contract)).write.mode("overwrite").parquet(staged)
    done = spark.read.parquet(staged)
    good = done.filter("reasons is null")
    _save(merged(good, contract), aside, "lineage", load("lineage.merged"))
    replaced = read_back(spark, aside / "lineage", load("lineage.merged"))
    _save(kept(good, replaced), aside, "silver", load(f"silver.{contract.name}"))
    bad = _quarantined(done.filter("reasons is not null"), contract, run)
    _save(bad, aside, "quarantine", load("quarantine.records"))
    shutil.rmtree(staged)


def _save(rows: DataFrame, aside: Path, name: str, contract: Contract) -> None:
    rows.select(*contract.column_names).write.mode("overwrite").parquet(str(aside / name))


def _quarantined(bad: DataFrame, contract: Contract, run: str) -> DataFrame:
    return bad.select(
        F.lit(run).alias("run_id"),
        F.lit(contract.name).alias("dataset"),
        *(F.col(p).alias(p[1:]) for p in PLACE),
        "reasons",
        "raw_record",
        F.lit(contract.version).alias("contract_version"),
        F.lit(code_hash()).alias("code_hash"),
    )


def _audit(spark: SparkSession, bronze: list[str], aside: Path, contract: Contract) -> Metrics:
    """Holds what was written against bronze, read back from both: count and identity of records."""
    if not bronze:
        return {"bronze": 0, "silver": 0, "lineage": 0, "quarantine": 0}

    def written(folder: str, contract_id: str) -> DataFrame:
        return read_back(spark, aside / folder, load(contract_id))

    bare = [p[1:] for p in PLACE]
    came = _fingerprint(spark.read.parquet(*bronze), PLACE)
    went = {
        "silver": _fingerprint(written("silver", f"silver.{contract.name}"), PLACE),
        "lineage": _fingerprint(written("lineage", "lineage.merged"), bare),
        "quarantine": _fingerprint(written("quarantine", "quarantine.records"), bare),
    }
    counts = {name: n for name, (n, _) in went.items()}
    if came != (sum(counts.values()), sum((s for _, s in went.values()), Decimal(0))):
        raise JobFailed(
            f"{contract.name}: {came[0]} records in bronze, but {counts} came out, or not the same "
            "ones; nothing was published"
        )
    if not counts["silver"]:
        raise JobFailed(
            f"{contract.name}: {came[0]} records came in and none is good; see quarantine"
        )
    share = Decimal(counts["quarantine"]) / came[0]
    if share > contract.quarantine_threshold:
        raise JobFailed(
            f"{contract.name}: {share:.1%} of {came[0]} records are quarantined, the contract "
            f"allows {contract.quarantine_threshold:.0%}; nothing was published"
        )
    return {"bronze": came[0], **counts}


def _fingerprint(records: DataFrame, place: Any) -> tuple[int, Decimal]:
    """Number of records, and a sum over their places that a swap would change."""
    hashed = F.xxhash64(*place).cast("decimal(38,0)")
    row = records.agg(F.count("*").alias("n"), F.sum(hashed).alias("s")).collect()[0]
    return row.n, Decimal(row.s or 0)


def code_hash() -> str:
    """Hash of the code and the contracts that judge records."""
    folders = (Path(__file__).parent, Path(contracts.__file__).parent)
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".yaml")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
