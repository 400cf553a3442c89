"""Cleanses the records of a dataset and writes what becomes of them; nothing may get lost."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract, load
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry, data_files
from lakehouse.dedupe.candidates import contested
from lakehouse.dedupe.fates import (
    LINEAGE,
    MERGED,
    PLACE,
    SILVER,
    fates,
    with_fate,
    with_reasons,
)
from lakehouse.dedupe.key_notes import told_of_fates
from lakehouse.errors.failure import JobFailed
from lakehouse.iceberg.read_back import read_columns
from lakehouse.runtime.metrics import Metrics
from lakehouse.set_aside import REASON
from lakehouse.silver.bronze_keys import bronze_keys
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.conservation import (
    assert_all_judged,
    assert_as_judged,
    assert_one_per_key,
)
from lakehouse.silver.judging import Judged, judge_files
from lakehouse.silver.judging_task import tasks_of
from lakehouse.storage import storage
from lakehouse.storage.seal import assert_sealed


def write_tables(
    build: DatasetBuild,
    taken: list[Entry],
    contract: Contract,
    decided: Mapping[tuple[str, str], Decision],
    metrics: Metrics,
) -> Judged:
    """Writes the tables of a dataset, and says how many records there are in each, and were."""
    bronze = read_columns(build.spark, data_files(taken), load("bronze.record").columns)
    judged = _judge(build, taken, contract, decided)
    settled, left = build.read_settled(), build.spark.read.parquet(build.open)
    came = assert_all_judged(bronze, settled, left, contract)
    chosen = build.aside(fates(left, contract), build.fates)
    build.save(chosen.filter(F.col("_fate") == LINEAGE).withColumnsRenamed(MERGED), "lineage")
    build.save(with_fate(chosen, SILVER, left), "silver")
    build.save(_quarantined(with_reasons(chosen, left), contract, build), "quarantine")
    written = {layer: build.read(layer) for layer in build.contracts}
    assert_as_judged(left, written, contract)
    written["silver"] = settled.unionByName(written["silver"])
    assert_one_per_key(written["silver"], contract)
    counts = {"bronze": came} | {layer: rows.count() for layer, rows in written.items()}
    counts = _divided(counts, judged, written["quarantine"], contract)
    told = told_of_fates(chosen, left, counts, judged.whole, contract, metrics.notes)
    assert_sealed(f"silver.{contract.name}", judged.marks, "run again")
    for temporary in (build.contested, build.open, build.fates):
        storage(temporary).delete_below(temporary)
    metrics.records[contract.name] = counts | told
    return judged


def _divided(
    counts: dict[str, int], judged: Judged, quarantine: DataFrame, contract: Contract
) -> dict[str, int]:
    """Counts those that are set aside apart from those that are quarantined.

    Raises:
        JobFailed: there are more or fewer of them than the files that are set aside have.
    """
    aside = sum(judged.unused[file].records for file in judged.aside)
    found = quarantine.filter(F.col("reasons").endswith(REASON)).count() if aside else 0
    if found != aside:
        raise JobFailed(
            f"quarantine.{contract.name}: {found} records are set aside, their files have {aside}"
        )
    return counts | {"quarantine": counts["quarantine"] - aside, "aside": aside}


def _judge(
    build: DatasetBuild,
    taken: list[Entry],
    contract: Contract,
    decided: Mapping[tuple[str, str], Decision],
) -> Judged:
    """Judges all records of a dataset."""
    side_by_side = build.settings.parallelism
    keys = bronze_keys(build.spark, taken, contract, side_by_side)
    contested(keys, contract).write.mode("overwrite").parquet(build.contested)
    places = storage(build.contested).files(build.contested, ".parquet")
    aside = {place: decision.aside for place, decision in decided.items()}
    tasks = tasks_of(taken, contract.naming, aside, places, build.settled, build.open)
    return judge_files(build.spark, tasks, side_by_side)


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
