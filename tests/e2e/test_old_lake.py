"""A lake that an earlier release has filled is carried on by this one, as it is."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.roots import use
from edp.contract.check import against_lake
from edp.contract.files import CONFORMED
from edp.engine import engine
from edp.lake import Lake
from edp.published import open_published
from lakehouse import ledger
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from scripts.old_lake import LAKES, place
from tests.e2e import shop
from tests.e2e.changed_contracts import ChangedContracts

pytestmark = pytest.mark.slow

COMMIT = "f7c4092"
PLACE = place(COMMIT)


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    with tarfile.open(LAKES / f"{COMMIT}.tar.xz") as packed:
        shutil.rmtree(PLACE, ignore_errors=True)
        packed.extractall(PLACE.parent, filter="data")
    with engine("sail"):
        yield Settings.in_folder(PLACE / "raw", PLACE / "lake")
    shutil.rmtree(PLACE)


def test_what_changes_is_said_as_far_as_its_tables_show_it(
    settings: Settings, tmp_path: Path
) -> None:
    before = against_lake(PLACE / "lake")
    assert [c.contract for c in before.changes] == ["gold.dim_currency"]
    assert any("an earlier release wrote the lake" in note for note in before.notes)
    changed = ChangedContracts(tmp_path / "contracts")
    try:
        changed.change("source.users", "age", physicalType="bigint")
        changed.take_out("source.users", "city")
        changed.add("source.users", "loyalty_tier")
        found = against_lake(PLACE / "lake")
    finally:
        use([])
    told = {(c.contract, c.part, c.what) for c in found.changes}
    assert told - {("gold.dim_currency", None, "mart added")} == {
        ("source.users", "age", "type integer → bigint"),
        ("source.users", "city", "column removed"),
        ("source.users", "loyalty_tier", "column added"),
    }
    assert {f.then for f in found.files} == {CONFORMED}


def test_it_is_built_on_and_gets_a_column_of_its_old_records(
    settings: Settings, tmp_path: Path
) -> None:
    before = sum(e["records"] for e in ledger.entries(settings.ledger) if e["data_file"])
    user = shop.USERS[0] | {"user_id": "U90000001", "loyalty_tier": "gold"}
    (PLACE / "raw" / "users" / "later.json").write_text(json.dumps(user))
    ChangedContracts(tmp_path / "contracts").add("source.users", "loyalty_tier")
    try:
        metrics = _run(settings)
        con = open_published(Lake.in_folder(PLACE / "lake"), "silver")
        tiers = "SELECT loyalty_tier FROM silver.users WHERE user_id = 'U90000001'"
        assert con.execute(tiers).fetchall() == [("gold",)]
    finally:
        use([])
    came = {name: counts["bronze"] for name, counts in metrics.records.items()}
    went = {
        name: sum(counts[fate] for fate in ("silver", "lineage", "quarantine", "aside"))
        for name, counts in metrics.records.items()
    }
    assert came == went
    assert sum(came.values()) == before + 1


def test_its_silver_is_that_of_a_lake_that_this_release_fills(
    settings: Settings, tmp_path: Path
) -> None:
    _run(settings)
    fresh = Settings.in_folder(PLACE / "raw", tmp_path / "lake")
    _run(fresh)
    for dataset in ("events", "transactions", "users"):
        assert _silver(PLACE / "lake", dataset) == _silver(tmp_path / "lake", dataset)


def _run(settings: Settings) -> Metrics:
    raw_to_bronze.run(settings, Metrics())
    metrics = Metrics()
    bronze_to_silver.run(settings, metrics)
    silver_to_gold.run(settings, Metrics())
    return metrics


def _silver(lake: Path, dataset: str) -> list[tuple[object, ...]]:
    con = open_published(Lake.in_folder(lake), "silver")
    return con.execute(f"SELECT * FROM silver.{dataset} ORDER BY ALL").fetchall()
