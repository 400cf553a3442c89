"""Builds the tables of one dataset, or says why it is held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table

from contracts import load
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry
from lake_protocol.publications import Publication
from lakehouse import ledger
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.iceberg import catalog as tables_of
from lakehouse.iceberg.catalog import data_files, find_table, size, table
from lakehouse.items.above import Above
from lakehouse.items.reasons import PARENT
from lakehouse.publication import entry
from lakehouse.runtime.metrics import Metrics
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.change import basis_of, why_build
from lakehouse.silver.conservation import (
    files_as_taken,
)
from lakehouse.silver.dataset_state import (
    TABLES,
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
        entries: the ledger.
        built: the datasets that are up to date already; those first in whose records others stand.
    """

    last: Publication | None
    built_from: int
    decided: Mapping[tuple[str, str], Decision]
    entries: Sequence[Entry]
    built: dict[str, DatasetState] = field(default_factory=dict)

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
    dataset = build.dataset
    contract = load(f"source.{dataset}")
    above = _above(build, catalog, known, metrics)
    taken = above.taken if above else _taken(build, catalog, known)
    build.clear()
    judged = Judged()
    if taken:
        judged = write_tables(build, taken, contract, known.decided, above, metrics)
    if not above:
        metrics.aside += files_set_aside(taken, judged, known.decided, contract)
    counts = metrics.records.setdefault(dataset, NOTHING.copy())
    empty = counts["bronze"] > counts["lineage"] and not counts["silver"]
    # What only went with the records in which it stands is in order.
    empty = empty and judged.whole.reasons.keys() != {PARENT}
    # Of a build in which nothing is good one wants to see why.
    wanted = [n for n in targets if not empty or n.startswith("quarantine.")]
    for name in wanted:
        tables_of.replace(targets[name], build.files(name.partition(".")[0]), {"build": build.name})
    if empty:
        return nothing_good(dataset, known.last, targets, counts, explained(judged.whole, contract))
    return DatasetState(
        dataset,
        {name: entry(target) for name, target in targets.items()},
        counts,
        known.built_from,
        # Of what stands in records of a file, the state of these tells.
        unused={} if above else judged.unused,
        taken=taken,
    )


def _above(build: DatasetBuild, catalog: Catalog, known: Known, metrics: Metrics) -> Above | None:
    """The dataset in whose records those of this one stand; None where they come by themselves.

    Raises:
        JobFailed: it is held back; or the dataset came in files of its own before.
    """
    records_in = load(f"source.{build.dataset}").records_in
    if records_in is None:
        return None
    _assert_no_files(build.dataset, records_in.dataset, known)
    parent, state = records_in.dataset, known.built[records_in.dataset]
    if state.reason is not None:
        raise JobFailed(f"its records stand in those of {parent}, which is held back")
    taken = state.taken
    if taken is None:
        taken = [e for e in known.entries if e["dataset"] == parent and e["data_file"]]
        assert_sealed(f"bronze.{parent}", ledger.hashes(taken), FROM_RAW)
    files = {
        layer: _published(catalog, build.settings.table(f"{layer}.{parent}"), state, layer)
        for layer in TABLES
    }
    aside = [(f["uri"], f["version"]) for f in metrics.aside if f["dataset"] == parent]
    return Above(parent, list(taken), dict.fromkeys(aside, True), files)


def _published(catalog: Catalog, name: str, state: DatasetState, layer: str) -> list[str]:
    """The files of a dataset's table as they are published."""
    found = find_table(catalog, name)
    snapshot = state.tables[f"{layer}.{state.dataset}"]["snapshot_id"]
    return [] if found is None or snapshot is None else data_files(found, snapshot)


def _assert_no_files(dataset: str, parent: str, known: Known) -> None:
    own = [e["uri"] for e in known.entries if e["dataset"] == dataset and e["data_file"]]
    if own:
        raise JobFailed(
            f"{len(own)} files were taken for it, such as {own[0]}, and its contract now says that "
            f"its records stand in those of {parent}: give these a dataset with another name"
        )


def _taken(build: DatasetBuild, catalog: Catalog, known: Known) -> list[Entry]:
    """The entries of a dataset's bronze files."""
    dataset, settings = build.dataset, build.settings
    name = settings.table(f"bronze.{dataset}")
    taken = files_as_taken(settings.ledger, dataset, lambda: _committed(catalog, name))
    if not taken:
        assert_not_all_refused(known.entries, dataset)
    return taken


def _committed(catalog: Catalog, name: str) -> list[str]:
    """The files of a bronze table; none before the first ingest of a dataset that was added."""
    found = find_table(catalog, name)
    return [] if found is None else data_files(found)
