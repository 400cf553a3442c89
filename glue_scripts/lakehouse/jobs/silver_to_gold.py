"""Job: silver into gold, by the models; written aside, audited, then published."""

from __future__ import annotations

from pyiceberg.table import StaticTable, Table
from pyspark.sql import DataFrame, SparkSession

from contracts import datasets, load
from lake_protocol.publications import Publication, TableEntry, held_back
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.gold.audit import audit
from lakehouse.gold.build import Table as Built
from lakehouse.gold.build import build
from lakehouse.iceberg.catalog import data_files, open_catalog, replace, rows, size, table
from lakehouse.iceberg.read_back import read_files
from lakehouse.manifest import write_manifest
from lakehouse.publication import entry, newest, next_number, publish
from lakehouse.runtime.job import Job
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage
from lakehouse.storage.seal import seal
from lakehouse.storage.surroundings import iceberg_properties


def run(settings: Settings, metrics: Metrics) -> None:
    """Builds gold from the current silver publication.

    Raises:
        JobFailed: there is no silver, or the audit finds the build wanting.
    """
    number = next_number(settings.gold_publications)
    published = current(settings.silver_publications)
    spark = session("silver_to_gold", settings.parallelism)
    aside = f"{settings.gold}/data/{number:08d}"
    # What a killed build left under this number is no part of this one.
    storage(aside).delete_below(aside)
    with metrics.step("write"):
        gold = build(spark, read_silver(spark, published), aside)
    with metrics.step("audit"):
        audit(spark, gold)
    with metrics.step("publish"):
        built = _commit(settings, gold, f"g{number:08d}")
        manifests = f"{settings.gold}/manifests/{number:08d}"
        publish(
            settings.gold_publications,
            number,
            f"g{number:08d}",
            _entries(manifests, built, gold),
            built_from=published["publication"],
            code_hash=settings.code_hash,
            held_back=held_back(published),
        )
    _count(metrics, built)
    metrics.published = "gold"


def _commit(settings: Settings, gold: dict[str, Built], name: str) -> dict[str, Table]:
    catalog, built = open_catalog(settings), {}
    for contract in (made.contract for made in gold.values()):
        place = f"{settings.gold}/{contract.name}"
        target = table(catalog, settings.table(contract.id), contract.columns, place)
        # Not all that stands there: a task that was tried again may have left a file.
        replace(target, sorted(gold[contract.name].written.marks), {"build": name})
        built[contract.id] = target
    return built


def _entries(
    manifests: str, built: dict[str, Table], gold: dict[str, Built]
) -> dict[str, TableEntry]:
    """The tables of the publication, with what a warehouse needs to load and to reconcile them."""
    told = {name: entry(target) for name, target in built.items()}
    for name, target in built.items():
        told[name]["rows"] = rows(target)
        made = gold[name.partition(".")[2]]
        told[name]["columns"] = list(made.contract.typed_columns)
        told[name]["sums"] = {column: str(total) for column, total in made.written.sums.items()}
        told[name]["manifest"] = write_manifest(f"{manifests}/{name}.manifest", target)
    return told


def _count(metrics: Metrics, built: dict[str, Table]) -> None:
    for name, target in built.items():
        metrics.records[name.partition(".")[2]] = {"gold": rows(target)}
        metrics.bytes[name] = size(target)


def current(publications: str) -> Publication:
    """The silver to build from; raises JobFailed when there is none."""
    publication = newest(publications)
    if publication is None:
        raise JobFailed(f"{publications}: no silver is published; run bronze_to_silver first")
    return publication


def read_silver(spark: SparkSession, publication: Publication) -> dict[str, DataFrame]:
    """The silver tables of a publication; raises JobFailed when their files have changed since."""
    return {name: _silver(spark, publication, name) for name in datasets()}


def _silver(spark: SparkSession, publication: Publication, name: str) -> DataFrame:
    ref = publication["tables"][f"silver.{name}"]
    published = StaticTable.from_metadata(ref["metadata_location"], iceberg_properties())
    # Of a table that was never published there is nothing to see, whatever stands in it by now.
    snapshot = ref["snapshot_id"]
    files = [] if snapshot is None else data_files(published, snapshot)
    if seal(files) != ref["seal"]:
        raise JobFailed(
            f"silver.{name}: its files are not those that were published; {FROM_BRONZE}"
        )
    return read_files(spark, files, load(f"silver.{name}"))


JOB = Job("silver_to_gold", ("silver", "gold"), run)
