"""Job: bronze into silver: typed, cleaned, one record per key; the rest accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyiceberg.catalog import Catalog

from contracts import datasets, delivered, inside
from lake_protocol.decisions import in_force
from lakehouse import ledger
from lakehouse.errors.failure import Incomplete
from lakehouse.iceberg.catalog import open_catalog
from lakehouse.publication import newest, next_number, publish
from lakehouse.runtime.job import Job
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.set_aside import decisions
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.dataset import Known, bring_up_to_date
from lakehouse.silver.dataset_state import DatasetState
from lakehouse.silver.shortfall import shortfalls

# More datasets than these would need more memory, and hardly save time.
AT_ONCE = 2


def run(settings: Settings, metrics: Metrics) -> None:
    """Builds the datasets of silver that have changed from all of their bronze; publishes silver.

    Raises:
        Incomplete: it is published, but a dataset is held back, or no new record is in it.
    """
    catalog, number = open_catalog(settings), next_number(settings.silver_publications)
    made = decisions(settings.ledger)
    # Before bronze is looked at: of an ingest that goes on meanwhile only a part may be there.
    taken, entries = ledger.taken(settings.ledger), ledger.entries(settings.ledger)
    known = Known(newest(settings.silver_publications), taken, in_force(made), entries)
    builds = {name: DatasetBuild(settings, name, number) for name in datasets()}
    _side_by_side([builds[name] for name in delivered()], catalog, known, metrics)
    # Each of these needs the one in whose records its own stand.
    for name in inside():
        known.built[name] = _timed(builds[name], catalog, known, metrics)
    states = list(known.built.values())
    decided = made[-1].number if made else 0
    if any(metrics.built.values()) or _tells_more(known, decided, settings):
        with metrics.step("publish"):
            _publish(settings, number, states, known, decided, metrics.aside)
        metrics.published = "silver"
    if missing := shortfalls(states, known.last, settings.ledger):
        raise Incomplete(missing)


def _side_by_side(
    builds: Sequence[DatasetBuild], catalog: Catalog, known: Known, metrics: Metrics
) -> None:
    """Brings datasets up to date; while one is settled, another keeps the workers busy."""
    parts = [Metrics() for _ in builds]
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            states = pool.map(lambda b, part: _timed(b, catalog, known, part), builds, parts)
            known.built.update((state.dataset, state) for state in states)
    finally:
        for part in parts:
            metrics.add(part)


def _timed(build: DatasetBuild, catalog: Catalog, known: Known, metrics: Metrics) -> DatasetState:
    with metrics.step(build.dataset):
        return bring_up_to_date(build, catalog, known, metrics)


def _tells_more(known: Known, decided: int, settings: Settings) -> bool:
    """Whether a publication would say something else than the last one, though of the same rows."""
    if (last := known.last) is None:
        return True
    before = (last["built_from"], last.get("decisions"), last.get("code_hash"))
    gone = {name.partition(".")[2] for name in last["tables"]} - set(datasets())
    return bool(gone) or before != (known.built_from, decided, settings.code_hash)


def _publish(
    settings: Settings,
    number: int,
    states: Sequence[DatasetState],
    known: Known,
    decided: int,
    aside: Sequence[dict[str, Any]],
) -> None:
    publish(
        settings.silver_publications,
        number,
        f"s{number:08d}",
        {name: ref for state in states for name, ref in state.tables.items()},
        built_from=known.built_from,
        code_hash=settings.code_hash,
        decisions=decided,
        aside=aside,
        datasets={state.dataset: state.about for state in states},
    )


JOB = Job("bronze_to_silver", ("source", "silver", "lineage", "quarantine"), run)
