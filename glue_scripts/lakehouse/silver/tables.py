"""Cleanses the records of a dataset and writes what becomes of them; nothing may get lost."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract, load
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry, data_files
from lakehouse.dedupe.candidates import contested
from lakehouse.dedupe.key_notes import told_of_fates
from lakehouse.dedupe.parts import number_of_parts
from lakehouse.errors.failure import JobFailed
from lakehouse.iceberg.read_back import read_columns
from lakehouse.items.above import Above
from lakehouse.items.conservation import assert_with_parents
from lakehouse.items.places import item_places
from lakehouse.runtime.metrics import Metrics
from lakehouse.set_aside import REASON
from lakehouse.silver.bronze_keys import bronze_keys
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.conservation import (
    assert_all_judged,
    assert_one_per_key,
)
from lakehouse.silver.judging import Judged, judge_files
from lakehouse.silver.judging_task import tasks_of
from lakehouse.silver.settlement import settle
from lakehouse.storage import storage
from lakehouse.storage.seal import assert_sealed


def write_tables(
    build: DatasetBuild,
    taken: list[Entry],
    contract: Contract,
    decided: Mapping[tuple[str, str], Decision],
    above: Above | None,
    metrics: Metrics,
) -> Judged:
    """Writes the tables of a dataset, and says how many records there are in each, and were.

    Args:
        build: the build.
        taken: the entries of the bronze files.
        contract: the dataset's source contract.
        decided: file and version -> what a person decided.
        above: the dataset in whose records those of this one stand, if they do.
        metrics: get the numbers, and notes.
    """
    side_by_side = build.settings.parallelism
    if above:
        bronze = item_places(build.spark, taken, contract, side_by_side)
        judged, left = _judge_items(build, contract, above)
    else:
        bronze = read_columns(build.spark, data_files(taken), load("bronze.record").columns)
        judged, left = _judge(build, taken, contract, decided)
    came = assert_all_judged(bronze, [build.read_settled(), *left], contract)
    parts = settle(build, left, contract, taken)
    written = {layer: build.read_all(layer) for layer in build.contracts}
    assert_one_per_key(written["silver"], contract)
    if above:
        assert_with_parents(written, above.tables(build.spark), contract)
    counts = {"bronze": came} | {layer: rows.count() for layer, rows in written.items()}
    counts = _divided(counts, judged, written["quarantine"], contract)
    told = told_of_fates(parts, counts, judged.whole, contract, metrics.notes)
    assert_sealed(f"silver.{contract.name}", judged.marks, "run again")
    storage(build.temporary).delete_below(build.temporary)
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
) -> tuple[Judged, list[DataFrame]]:
    """Judges all records of a dataset; returns those that are contested or bad in parts."""
    side_by_side = build.settings.parallelism
    keys = bronze_keys(build.spark, taken, contract, side_by_side)
    contested(keys, contract).write.mode("overwrite").parquet(build.contested)
    places = storage(build.contested).files(build.contested, ".parquet")
    repeated = build.spark.read.parquet(*places).count() if places else 0
    aside = {place: decision.aside for place, decision in decided.items()}
    parts = [build.open(part) for part in range(number_of_parts(repeated))]
    tasks = tasks_of(
        contract.name,
        taken,
        aside,
        build.settled,
        parts,
        side_by_side,
        contested=places,
    )
    judged = judge_files(build.spark, tasks, side_by_side)
    return judged, [build.spark.read.parquet(part) for part in parts]


def _judge_items(
    build: DatasetBuild, contract: Contract, above: Above
) -> tuple[Judged, list[DataFrame]]:
    """The same for records that stand in those of another dataset."""
    lost = above.write_lost(build.spark, build.lost)
    number = build.spark.read.parquet(*lost).count() if lost else 0
    parts = [build.open(part) for part in range(number_of_parts(number))]
    tasks = tasks_of(
        contract.name,
        above.taken,
        above.aside,
        build.settled,
        parts,
        build.settings.parallelism,
        lost=lost,
    )
    judged = judge_files(build.spark, tasks, build.settings.parallelism)
    return judged, [build.spark.read.parquet(part) for part in parts]
