"""The bronze tables: which ingests they have, and how the files of one are added to them."""

from __future__ import annotations

from collections.abc import Sequence

from contracts import Column, delivered, load
from lake_protocol.ledger import Entry
from lakehouse import ledger
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.iceberg.catalog import (
    append,
    bronze_columns,
    find_table,
    ingests,
    open_catalog,
    remove,
    table,
)
from lakehouse.runtime.settings import Settings


def committed(settings: Settings) -> set[str]:
    """The numbers of all ingests that the tables have files of.

    Raises:
        JobFailed: the catalogue or a table is damaged, or the catalogue has lost the tables.
    """
    catalog = open_catalog(settings)
    names = [settings.table(f"bronze.{d}") for d in delivered()]
    tables = [found for name in names if (found := find_table(catalog, name)) is not None]
    if ledger.taken(settings.ledger) and not tables:
        raise JobFailed(
            f"{settings.catalog}: does not know the bronze tables that {settings.ledger} speaks "
            f"of; {FROM_BRONZE}"
        )
    return {number for found in tables for number in ingests(found)}


def commit(entries: Sequence[Entry], ingest_id: str, settings: Settings) -> None:
    """Adds the files of an ingest to the tables that do not have them yet.

    A dataset may have lost its contract since they were taken; they must be there if it comes back.
    """
    catalog = open_catalog(settings)
    taken = {str(e["dataset"]) for e in entries if e["data_file"]}
    for dataset in sorted({*delivered(), *taken}):
        columns = _columns(dataset)
        name, place = settings.table(f"bronze.{dataset}"), f"{settings.bronze}/{dataset}"
        target = table(catalog, name, columns, place)
        if ingest_id not in ingests(target):
            files = [e["data_file"] for e in entries if e["dataset"] == dataset and e["data_file"]]
            append(target, files, {"ingest_id": ingest_id})
    for dataset, gone in _replaced(entries).items():
        if (held := find_table(catalog, settings.table(f"bronze.{dataset}"))) is not None:
            remove(held, gone)


def _replaced(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """Dataset -> the bronze files of it that others took the place of."""
    found: dict[str, set[str]] = {}
    for dataset, file in (e["replaces"] for e in entries if "replaces" in e):
        found.setdefault(dataset, set()).add(file)
    return found


def _columns(dataset: str) -> Sequence[Column]:
    """The columns that are known without looking into a file, which may have more."""
    record = load("bronze.record")
    if dataset not in delivered():
        return record.columns
    return bronze_columns(load(f"source.{dataset}"), record)
