"""Job: silver into gold, by the models; what changed is written aside, audited, published."""

from __future__ import annotations

from collections.abc import Mapping

from pyiceberg.table import StaticTable, Table
from pyspark.sql import DataFrame, SparkSession

from contracts import load
from lake_protocol.publications import Publication, TableEntry, held_back
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.gold.audit import audit
from lakehouse.gold.build import Table as Built
from lakehouse.gold.build import build
from lakehouse.gold.change import Change, changes, to_audit, to_build, to_read
from lakehouse.gold.plan import plan
from lakehouse.gold.written import Written
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
    """Builds the tables of gold that have changed from the current silver; publishes gold.

    Raises:
        JobFailed: there is no silver, or the audit finds the build wanting.
    """
    number = next_number(settings.gold_publications)
    silver, last = current(settings.silver_publications), newest(settings.gold_publications)
    known = changes(plan(), silver, last, settings, open_catalog(settings))
    metrics.built = {f"gold.{name}": change.why for name, change in known.items()}
    tables = {n: c.published for n, c in known.items() if c.published is not None}
    if len(tables) < len(known):
        tables |= _build(settings, number, silver, known, metrics)
    if any(metrics.built.values()) or _tells_more(last, silver, known, settings):
        with metrics.step("publish"):
            _publish(settings, number, silver, {f"gold.{name}": tables[name] for name in known})
        metrics.published = "gold"
    metrics.records |= {name: {"gold": ref["rows"]} for name, ref in tables.items()}


def _tells_more(
    last: Publication | None, silver: Publication, known: Mapping[str, Change], settings: Settings
) -> bool:
    """Whether a publication would say something else than the last one, though of the same rows."""
    if last is None or last["tables"].keys() != {f"gold.{name}" for name in known}:
        return True
    before = (last["built_from"], last.get("code_hash"))
    return before != (silver["publication"], settings.code_hash)


def _build(
    settings: Settings,
    number: int,
    silver: Publication,
    known: Mapping[str, Change],
    metrics: Metrics,
) -> dict[str, TableEntry]:
    """Builds what has changed; what is said of each of these tables."""
    spark = session("silver_to_gold", settings.parallelism)
    aside = f"{settings.gold}/data/{number:08d}"
    # What a killed build left under this number is no part of this one.
    storage(aside).delete_below(aside)
    with metrics.step("write"):
        entries = to_read(known, silver)
        published = {name: read_published(spark, name, ref) for name, ref in entries.items()}
        new = build(spark, published, aside, to_build(known))
    with metrics.step("audit"):
        audit(spark, new | _kept(published), to_audit(known))
    with metrics.step("commit"):
        built = _commit(settings, new, f"g{number:08d}")
        metrics.bytes |= {f"gold.{name}": size(target) for name, target in built.items()}
        manifests = f"{settings.gold}/manifests/{number:08d}"
        return {name: _entry(manifests, name, built[name], new[name], known[name]) for name in new}


def _kept(published: Mapping[str, DataFrame]) -> dict[str, Built]:
    """Tables of gold that are not built, as the audit looks at them."""
    contracts = {n: load(n) for n in published if n.startswith("gold.")}
    return {c.name: Built(c, Written(), published[n]) for n, c in contracts.items()}


def _publish(
    settings: Settings, number: int, silver: Publication, tables: Mapping[str, TableEntry]
) -> None:
    publish(
        settings.gold_publications,
        number,
        f"g{number:08d}",
        tables,
        built_from=silver["publication"],
        code_hash=settings.code_hash,
        held_back=held_back(silver),
    )


def _commit(settings: Settings, gold: Mapping[str, Built], name: str) -> dict[str, Table]:
    catalog, built = open_catalog(settings), {}
    for contract in (made.contract for made in gold.values()):
        place = f"{settings.gold}/{contract.name}"
        target = table(catalog, settings.table(contract.id), contract.columns, place)
        # Not all that stands there: a task that was tried again may have left a file.
        replace(target, sorted(gold[contract.name].written.marks), {"build": name})
        built[contract.name] = target
    return built


def _entry(manifests: str, name: str, target: Table, made: Built, change: Change) -> TableEntry:
    """What a publication says of a table, with what a warehouse needs to load and reconcile it."""
    told = entry(target)
    told["rows"] = rows(target)
    told["columns"] = list(made.contract.typed_columns)
    told["sums"] = {column: str(total) for column, total in made.written.sums.items()}
    told["manifest"] = write_manifest(f"{manifests}/gold.{name}.manifest", target)
    told["basis"] = change.basis
    return told


def current(publications: str) -> Publication:
    """The silver to build from; raises JobFailed when there is none."""
    publication = newest(publications)
    if publication is None:
        raise JobFailed(f"{publications}: no silver is published; run bronze_to_silver first")
    return publication


def read_published(spark: SparkSession, name: str, ref: TableEntry) -> DataFrame:
    """A table as a publication names it; raises JobFailed when its files have changed since."""
    published = StaticTable.from_metadata(ref["metadata_location"], iceberg_properties())
    # Of a table that was never published there is nothing to see, whatever stands in it by now.
    snapshot = ref["snapshot_id"]
    files = [] if snapshot is None else data_files(published, snapshot)
    if seal(files) != ref["seal"]:
        raise JobFailed(f"{name}: its files are not those that were published; {FROM_BRONZE}")
    return read_files(spark, files, load(name))


JOB = Job("silver_to_gold", ("silver", "gold"), run)
