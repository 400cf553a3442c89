"""Job: all of bronze into silver: typed, cleaned, one record per key; the rest accounted for."""

from __future__ import annotations

from contracts import datasets
from lake_protocol.decisions import in_force
from lakehouse import ledger
from lakehouse.errors.failure import Incomplete
from lakehouse.iceberg.catalog import (
    open_catalog,
)
from lakehouse.publication import newest, next_number, publish
from lakehouse.runtime.job import Job
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from lakehouse.set_aside import decisions
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.dataset import Known, build_dataset
from lakehouse.silver.shortfall import shortfalls


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
            states.append(build_dataset(build, catalog, known, metrics))
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


JOB = Job("bronze_to_silver", ("source", "silver", "lineage", "quarantine"), run)
