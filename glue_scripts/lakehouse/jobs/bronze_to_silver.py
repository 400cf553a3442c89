"""Job: all of bronze into silver: typed, cleaned, one record per key; the rest accounted for."""

from __future__ import annotations

from decimal import Decimal

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import DATASETS, Contract, load
from lakehouse import ledger
from lakehouse.catalog import data_files, open_catalog, replace, size, table
from lakehouse.conservation import (
    assert_all_judged,
    assert_as_judged,
    assert_one_per_key,
    files_as_taken,
)
from lakehouse.dedupe import PLACE, contested, kept, merged
from lakehouse.failure import JobFailed
from lakehouse.job import Job
from lakehouse.judging import judge_files, tasks_of
from lakehouse.ledger import Entry
from lakehouse.metrics import Metrics
from lakehouse.publication import next_number, publish
from lakehouse.seal import assert_sealed
from lakehouse.session import session
from lakehouse.settings import Settings
from lakehouse.silver_build import DatasetBuild
from lakehouse.storage import storage

NOTHING = dict.fromkeys(("bronze", "silver", "lineage", "quarantine"), 0)


def run(settings: Settings, metrics: Metrics) -> None:
    """Builds silver anew from bronze and publishes it.

    Raises:
        JobFailed: the sums do not balance, a dataset comes out empty, or too much is quarantined.
    """
    catalog, number = open_catalog(settings), next_number(settings.silver_publications)
    # Before bronze is looked at: of an ingest that goes on meanwhile only a part may be there.
    built_from = ledger.taken(settings.ledger)
    spark = session("bronze_to_silver", settings.parallelism)
    built: dict[str, Table] = {}
    for dataset in DATASETS:
        build = DatasetBuild(spark, settings, dataset, number)
        with metrics.step(dataset):
            built |= _build(build, catalog, metrics)
    with metrics.step("publish"):
        publish(
            settings.silver_publications,
            number,
            f"s{number:08d}",
            built,
            built_from=built_from,
            code_hash=settings.code_hash,
        )
    metrics.published = "silver"


def _build(build: DatasetBuild, catalog: Catalog, metrics: Metrics) -> dict[str, Table]:
    dataset, settings = build.dataset, build.settings
    contract = load(f"source.{dataset}")
    targets = {
        f"{layer}.{dataset}": table(
            catalog, settings.table(f"{layer}.{dataset}"), c.columns, build.place(layer)
        )
        for layer, c in build.contracts.items()
    }
    taken = files_as_taken(
        settings.ledger,
        dataset,
        lambda: data_files(catalog.load_table(settings.table(f"bronze.{dataset}"))),
    )
    build.clear()
    metrics.records[dataset] = _write(build, taken, contract) if taken else NOTHING.copy()
    _audit(metrics.records[dataset], contract)
    for name, target in targets.items():
        layer = name.partition(".")[0]
        replace(target, build.files(layer), {"build": build.name})
        metrics.bytes[name] = size(target)
    return targets


def _write(build: DatasetBuild, taken: list[Entry], contract: Contract) -> dict[str, int]:
    """Writes the tables of a dataset; returns how many records there are in each, and were."""
    bronze = build.spark.read.parquet(*(e["data_file"] for e in taken))
    marks = _judge(build, taken, bronze, contract)
    settled, left = build.read_settled(), build.spark.read.parquet(build.open)
    came = assert_all_judged(bronze, settled, left, contract)
    build.save(merged(left.filter("reasons is null"), contract), "lineage")
    build.save(kept(left.filter("reasons is null"), build.read("lineage")), "silver")
    build.save(_quarantined(left.filter("reasons is not null"), contract, build), "quarantine")
    written = {layer: build.read(layer) for layer in build.contracts}
    assert_as_judged(left, written, contract)
    written["silver"] = settled.unionByName(written["silver"])
    assert_one_per_key(written["silver"], contract)
    counts = {layer: rows.count() for layer, rows in written.items()}
    assert_sealed(f"silver.{contract.name}", marks, "nothing was published, run again")
    for aside in (build.contested, build.open):
        storage(aside).delete_below(aside)
    return {"bronze": came} | counts


def _judge(
    build: DatasetBuild, taken: list[Entry], bronze: DataFrame, contract: Contract
) -> dict[str, str]:
    """Judges all records of a dataset; returns the marks of the files that are settled thereby."""
    contested(bronze, contract).write.mode("overwrite").parquet(build.contested)
    places = storage(build.contested).files(build.contested, ".parquet")
    tasks = tasks_of(taken, places, build.settled, build.open)
    return judge_files(build.spark, tasks, build.settings.parallelism)


def _quarantined(bad: DataFrame, contract: Contract, build: DatasetBuild) -> DataFrame:
    return bad.select(
        F.lit(build.name).alias("run_id"),
        F.lit(contract.name).alias("dataset"),
        *(F.col(p).alias(p[1:]) for p in PLACE),
        "reasons",
        "raw_record",
        F.lit(contract.version).alias("contract_version"),
        F.lit(build.settings.code_hash).alias("code_hash"),
    )


def _audit(counts: dict[str, int], contract: Contract) -> None:
    came = counts["bronze"]
    if not came:
        return
    if not counts["silver"]:
        raise JobFailed(f"{contract.name}: {came} records came in and none is good; see quarantine")
    share = Decimal(counts["quarantine"]) / came
    if share > contract.quarantine_threshold:
        raise JobFailed(
            f"{contract.name}: {share:.1%} of {came} records are quarantined, the contract "
            f"allows {contract.quarantine_threshold:.0%}; nothing was published"
        )


JOB = Job(
    "bronze_to_silver",
    ("bronze", "ledger", "silver", "lineage", "quarantine", "silver_publications"),
    ("source", "silver", "lineage", "quarantine"),
    run,
)
