"""A record that is lost, doubled or swapped between bronze and silver is not published.

Its dataset is held back; the others are published all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract
from edp.engine import engine
from lake_protocol import publications
from lakehouse.checksums import checked_file
from lakehouse.cleanse.records import judged
from lakehouse.dedupe.candidates import contested
from lakehouse.dedupe.fates import fates
from lakehouse.errors.failure import Incomplete
from lakehouse.iceberg.read_back import read_back
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.publication import newest
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.silver import build, dataset, judging, settlement, tables
from tests.e2e import shop, tamper

pytestmark = pytest.mark.slow

PLACES = {
    "silver/settled": ("_source_uri", "_source_version", "_record_no"),
    "silver/0000": ("_source_uri", "_source_version", "_record_no"),
    "lineage/0000": ("source_uri", "source_version", "record_no"),
    "quarantine/0000": ("source_uri", "source_version", "record_no"),
}
TABLES_OF_SILVER = ["silver/settled", "silver/0000"]
CASES = [
    *product(PLACES, [tamper.lost, tamper.exchanged]),
    *product(TABLES_OF_SILVER, [tamper.doubled, tamper.replaced]),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Bronze is there; no test but the last gets as far as publishing events."""
    folder = tmp_path_factory.mktemp("shop")
    shop.write(folder / "raw", "events", "users")
    shop.write_contradictions(folder / "raw")
    with engine("sail"):
        settings = Settings.in_folder(folder / "raw", folder / "lake")
        raw_to_bronze.run(settings, Metrics())
        yield settings


def held_back(lake: Settings) -> dict[str, Any]:
    """What the newest publication says of datasets that are not as they should be."""
    publication = newest(lake.silver_publications)
    assert publication is not None
    events = publication["tables"]["silver.events"]
    assert events["snapshot_id"] is None
    assert events["metadata_location"]
    assert publication["tables"]["silver.users"]["snapshot_id"]
    found = publications.held_back(publication)
    assert found["events"]["since"] is None
    return found


@pytest.mark.parametrize(("layer", "how"), CASES)
def test_what_is_spoilt_on_its_way_is_not_published(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, layer: str, how: tamper.Tamper
) -> None:
    spoilt: set[str] = set()

    def spoilt_on_disk(spark: SparkSession, folder: str, contract: Contract) -> DataFrame:
        if folder.endswith(f"/{layer}") and folder not in spoilt and "/events/" in folder:
            spoilt.add(folder)
            tamper.spoil(Path(folder), how, PLACES[layer])
        return read_back(spark, folder, contract)

    monkeypatch.setattr(build, "read_back", spoilt_on_disk)
    with pytest.raises(Incomplete, match=r"^events is held back \(never published\)"):
        bronze_to_silver.run(lake, Metrics())
    assert held_back(lake).keys() == {"events"}


THIRD = pc.field("_record_no") == 3


@pytest.mark.parametrize("how", tamper.ALL)
def test_what_is_not_written_as_it_was_judged_is_not_published(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, how: tamper.Tamper
) -> None:
    class Spoilt(pq.ParquetWriter):  # type: ignore[misc]
        def write_table(self, table: pa.Table, *args: Any, **options: Any) -> None:
            super().write_table(how(table, ("_record_no",)), *args, **options)

    monkeypatch.setattr(checked_file.pq, "ParquetWriter", Spoilt)
    with pytest.raises(Incomplete, match=r"does not hold what was judged; run again"):
        bronze_to_silver.run(lake, Metrics())
    assert "events" in held_back(lake)


def test_a_key_that_is_wrongly_held_to_be_alone(
    lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overlooked(bronze: DataFrame, contract: Contract) -> DataFrame:
        return contested(bronze, contract).filter("_record_no <> 1")

    monkeypatch.setattr(tables, "contested", overlooked)
    with pytest.raises(Incomplete, match=r"is there 2 times"):
        bronze_to_silver.run(lake, Metrics())
    assert "events" in held_back(lake)


def _told_otherwise(instead: dict[str, str]) -> Callable[[DataFrame, Contract], DataFrame]:
    """Fates, exchanged: the rest of what is written follows from them."""

    def exchanged(records: DataFrame, contract: Contract) -> DataFrame:
        return fates(records, contract).replace(instead, subset=["_fate"])

    return exchanged


@pytest.mark.parametrize(
    "instead",
    [
        {"silver": "lineage", "lineage": "silver"},
        {"conflict": "silver"},
        {"conflict": "lineage"},
        {"lineage": "conflict"},
        {"silver": "conflict"},
    ],
    ids=["another one is kept", "conflict kept", "conflict merged", "merged as conflict", "none"],
)
def test_another_choice_than_the_rules_make(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, instead: dict[str, str]
) -> None:
    monkeypatch.setattr(settlement, "fates", _told_otherwise(instead))
    with pytest.raises(Incomplete, match=r"records came out"):
        bronze_to_silver.run(lake, Metrics())
    assert "events" in held_back(lake)


def lost(rows: pa.Table) -> pa.Table:
    return rows.filter(~THIRD)


def doubled(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows, rows.filter(THIRD)])


def replaced(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([lost(rows), rows.filter(pc.field("_record_no") == 4)])


@pytest.mark.parametrize("how", [lost, doubled, replaced])
def test_what_is_spoilt_while_it_is_judged_is_not_published(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, how: Callable[[pa.Table], pa.Table]
) -> None:
    monkeypatch.setattr(judging, "judged", lambda *given: how(judged(*given)))
    with pytest.raises(Incomplete, match=r"were judged"):
        bronze_to_silver.run(lake, Metrics())
    assert "events" in held_back(lake)


@pytest.mark.parametrize("how", tamper.ALL)
def test_bronze_that_changed_since_it_was_taken_is_not_built_on(
    lake: Settings, how: tamper.Tamper
) -> None:
    file = tamper.largest(Path(lake.bronze) / "events")
    changed = pytest.raises(
        Incomplete, match=r"bronze\.events: .* has changed since it was written"
    )
    with tamper.spoilt_for_a_while(file, how, ("_record_no",)), changed:
        bronze_to_silver.run(lake, Metrics())
    assert held_back(lake).keys() == {"events"}


def test_a_file_that_only_the_ledger_knows(lake: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    files = dataset.data_files
    monkeypatch.setattr(dataset, "data_files", lambda table: files(table)[1:])
    with pytest.raises(Incomplete, match=r"bronze\.events: only the ledger knows"):
        bronze_to_silver.run(lake, Metrics())


def test_nothing_spoilt_is_published(lake: Settings) -> None:
    bronze_to_silver.run(lake, Metrics())
    publication = newest(lake.silver_publications)
    assert publication is not None
    assert publications.held_back(publication) == {}
    assert publication["tables"]["silver.events"]["snapshot_id"]
