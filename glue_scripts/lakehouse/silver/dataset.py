"""Builds the tables of one dataset, or says why it is held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table

from contracts import load
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry
from lake_protocol.publications import Publication
from lakehouse import ledger
from lakehouse.errors.failure import JobFailed
from lakehouse.iceberg import catalog as tables_of
from lakehouse.iceberg.catalog import data_files, find_table, size, table
from lakehouse.publication import entry
from lakehouse.runtime.metrics import Metrics
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.change import basis_of, why_build
from lakehouse.silver.conservation import (
    files_as_taken,
)
from lakehouse.silver.dataset_state import (
    DatasetState,
    as_it_is,
    as_last_published,
    files_set_aside,
    nothing_good,
)
from lakehouse.silver.explain import explained
from lakehouse.silver.judging import Judged
from lakehouse.silver.shortfall import assert_not_all_refused
from lakehouse.silver.tables import write_tables

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
        entries: the ledger.
    """

    last: Publication | None
    built_from: int
    decided: Mapping[tuple[str, str], Decision]
    entries: Sequence[Entry]

    def aside(self, dataset: str) -> list[dict[str, Any]]:
        """The files of a dataset that were set aside by then."""
        files = self.last.get("aside", ()) if self.last else ()
        return [file for file in files if file["dataset"] == dataset]


def bring_up_to_date(
    build: DatasetBuild, catalog: Catalog, known: Known, metrics: Metrics
) -> DatasetState:
    """Builds a dataset if something has changed that it is built from."""
    basis = basis_of(build.dataset, known.entries, known.decided)
    why = why_build(build, catalog, basis, known.last)
    metrics.built[f"silver.{build.dataset}"] = why
    if known.last is None or why is not None:
        before = len(metrics.notes)
        state = _build_or_hold_back(build, catalog, known, metrics)
        if state.reason is not None:
            return state
        return replace(state, basis=basis, notes=metrics.notes[before:])
    state = as_it_is(build.dataset, known.last, known.built_from)
    metrics.datasets[build.dataset] = state.to_json()
    metrics.records[build.dataset] = dict(state.records)
    metrics.aside += known.aside(build.dataset)
    metrics.notes += state.notes
    return state


def _build_or_hold_back(
    build: DatasetBuild, catalog: Catalog, known: Known, metrics: Metrics
) -> DatasetState:
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
    judged = write_tables(build, taken, contract, known.decided, metrics) if taken else Judged()
    if not taken:
        assert_not_all_refused(ledger.entries(settings.ledger), dataset)
    metrics.aside += files_set_aside(taken, judged, known.decided, contract)
    counts = metrics.records.setdefault(dataset, NOTHING.copy())
    empty = counts["bronze"] and not counts["silver"]
    # Of a build in which nothing is good one wants to see why.
    wanted = [n for n in targets if not empty or n.startswith("quarantine.")]
    for name in wanted:
        tables_of.replace(targets[name], build.files(name.partition(".")[0]), {"build": build.name})
    if empty:
        return nothing_good(dataset, known.last, targets, counts, explained(judged.whole, contract))
    tables = {name: entry(target) for name, target in targets.items()}
    return DatasetState(dataset, tables, counts, known.built_from, unused=judged.unused)


def _committed(catalog: Catalog, name: str) -> list[str]:
    """The files of a bronze table; none before the first ingest of a dataset that was added."""
    found = find_table(catalog, name)
    return [] if found is None else data_files(found)
