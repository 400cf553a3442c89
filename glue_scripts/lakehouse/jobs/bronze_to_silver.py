"""Job: all of bronze into silver: typed, cleaned, one record per key; the rest accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract, datasets, load
from lake_protocol.decisions import Decision, in_force
from lake_protocol.ledger import Entry
from lake_protocol.ledger import data_files as ledger_files
from lake_protocol.publications import Publication
from lakehouse import ledger
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
from lakehouse.errors.failure import Incomplete, JobFailed
from lakehouse.iceberg.catalog import (
    bronze_columns,
    data_files,
    find_table,
    open_catalog,
    replace,
    size,
    table,
)
from lakehouse.iceberg.read_back import read_columns
from lakehouse.publication import entry, newest, next_number, publish
from lakehouse.runtime.job import Job
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from lakehouse.set_aside import REASON, decisions
from lakehouse.silver.bronze_keys import bronze_keys
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.conservation import (
    assert_all_judged,
    assert_as_judged,
    assert_one_per_key,
    files_as_taken,
)
from lakehouse.silver.dataset_state import (
    DatasetState,
    as_last_published,
    files_set_aside,
    nothing_good,
)
from lakehouse.silver.explain import explained
from lakehouse.silver.judging import Judged, judge_files
from lakehouse.silver.judging_task import tasks_of
from lakehouse.silver.shortfall import assert_not_all_refused, shortfalls
from lakehouse.storage import storage
from lakehouse.storage.seal import assert_sealed

FATES = ("silver", "lineage", "quarantine", "aside")
# Of those in quarantine, and of those in lineage.
PARTS = ("conflicts", "continuations")
NOTHING = dict.fromkeys(("bronze", *FATES, *PARTS), 0)


@dataclass(frozen=True)
class Known:
    """What is known before bronze is looked at.

    Attributes:
        last: the publication before this one.
        built_from: the last ingest.
        decided: file and version -> what a person decided.
    """

    last: Publication | None
    built_from: int
    decided: Mapping[tuple[str, str], Decision]

    def aside(self, dataset: str) -> list[dict[str, Any]]:
        """The files of a dataset that were set aside by then."""
        files = self.last.get("aside", ()) if self.last else ()
        return [file for file in files if file["dataset"] == dataset]


def run(settings: Settings, metrics: Metrics) -> None:
    """Builds silver anew from bronze and publishes it.

    Raises:
        Incomplete: it is published, but a dataset is held back, or no new record is in it.
    """
    catalog, number = open_catalog(settings), next_number(settings.silver_publications)
    made = decisions(settings.ledger)
    # Before bronze is looked at: of an ingest that goes on meanwhile only a part may be there.
    taken = ledger.taken(settings.ledger)
    known = Known(newest(settings.silver_publications), taken, in_force(made))
    spark = session("bronze_to_silver", settings.parallelism)
    states = []
    for dataset in datasets():
        build = DatasetBuild(spark, settings, dataset, number)
        with metrics.step(dataset):
            states.append(_state(build, catalog, known, metrics))
    with metrics.step("publish"):
        publish(
            settings.silver_publications,
            number,
            f"s{number:08d}",
            {name: ref for state in states for name, ref in state.tables.items()},
            built_from=taken,
            code_hash=settings.code_hash,
            decisions=made[-1].number if made else 0,
            aside=metrics.aside,
            datasets={state.dataset: state.about for state in states},
        )
    metrics.published = "silver"
    if missing := shortfalls(states, known.last, settings.ledger):
        raise Incomplete(missing)


def _state(build: DatasetBuild, catalog: Catalog, known: Known, metrics: Metrics) -> DatasetState:
    """Builds a dataset; what must not be published is held back as it was last."""
    targets = {
        f"{layer}.{build.dataset}": table(
            catalog, build.settings.table(f"{layer}.{build.dataset}"), c.columns, build.place(layer)
        )
        for layer, c in build.contracts.items()
    }
    try:
        state = _build(build, catalog, targets, known, metrics)
    except JobFailed as failure:
        build.clear()
        state = as_last_published(build.dataset, known.last, targets, str(failure))
        metrics.records[build.dataset] = NOTHING | dict(state.records)
        metrics.aside += known.aside(build.dataset)
    metrics.datasets[build.dataset] = state.to_json()
    metrics.bytes |= {name: size(target) for name, target in targets.items()}
    return state


def _build(
    build: DatasetBuild,
    catalog: Catalog,
    targets: Mapping[str, Table],
    known: Known,
    metrics: Metrics,
) -> DatasetState:
    dataset, settings = build.dataset, build.settings
    contract = load(f"source.{dataset}")
    taken = files_as_taken(
        settings.ledger,
        dataset,
        lambda: _committed(catalog, settings.table(f"bronze.{dataset}")),
    )
    build.clear()
    judged = _write(build, taken, contract, known, metrics) if taken else Judged()
    if not taken:
        assert_not_all_refused(ledger.entries(settings.ledger), dataset)
    metrics.aside += files_set_aside(taken, judged, known.decided, contract)
    counts = metrics.records.setdefault(dataset, NOTHING.copy())
    empty = counts["bronze"] and not counts["silver"]
    # Of a build in which nothing is good one wants to see why.
    wanted = [n for n in targets if not empty or n.startswith("quarantine.")]
    for name in wanted:
        replace(targets[name], build.files(name.partition(".")[0]), {"build": build.name})
    if empty:
        return nothing_good(dataset, known.last, targets, counts, explained(judged.whole, contract))
    tables = {name: entry(target) for name, target in targets.items()}
    return DatasetState(dataset, tables, counts, known.built_from, unused=judged.unused)


def _committed(catalog: Catalog, name: str) -> list[str]:
    """The files of a bronze table; none before the first ingest of a dataset that was added."""
    found = find_table(catalog, name)
    return [] if found is None else data_files(found)


def _write(
    build: DatasetBuild, taken: list[Entry], contract: Contract, known: Known, metrics: Metrics
) -> Judged:
    """Writes the tables of a dataset, and says how many records there are in each, and were."""
    columns = bronze_columns(contract, load("bronze.record"))
    bronze = read_columns(build.spark, ledger_files(taken), columns)
    judged = _judge(build, taken, contract, known)
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


def _judge(build: DatasetBuild, taken: list[Entry], contract: Contract, known: Known) -> Judged:
    """Judges all records of a dataset."""
    side_by_side = build.settings.parallelism
    keys = bronze_keys(build.spark, taken, contract, side_by_side)
    contested(keys, contract).write.mode("overwrite").parquet(build.contested)
    places = storage(build.contested).files(build.contested, ".parquet")
    decided = {place: decision.aside for place, decision in known.decided.items()}
    tasks = tasks_of(taken, contract.naming, decided, places, build.settled, build.open)
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


JOB = Job("bronze_to_silver", ("source", "silver", "lineage", "quarantine"), run)
