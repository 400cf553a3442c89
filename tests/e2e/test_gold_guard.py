"""A row that is lost, doubled or swapped on its way into gold stops the job."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract, load_layer
from edp.engine import engine
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.audit import audit
from lakehouse.iceberg.read_back import read_back
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.publication import newest
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from tests.e2e import shop, tamper

pytestmark = pytest.mark.slow

Tables = dict[str, DataFrame]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Silver is published."""
    folder = tmp_path_factory.mktemp("shop")
    shop.write(folder / "raw")
    with engine("sail"):
        settings = Settings.in_folder(folder / "raw", folder / "lake")
        raw_to_bronze.run(settings, Metrics())
        bronze_to_silver.run(settings, Metrics())
        yield settings


@pytest.fixture(scope="module")
def silver(lake: Settings) -> Tables:
    return silver_to_gold.read_silver(
        session("test"), silver_to_gold.current(lake.silver_publications)
    )


@pytest.fixture(scope="module")
def gold(silver: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of gold as the job writes it before the audit."""
    folder = tmp_path_factory.mktemp("gold")
    silver_to_gold.write(session("test"), silver, str(folder))
    return folder


def read(folder: Path) -> Tables:
    return {c.name: read_back(session("test"), f"{folder}/{c.name}", c) for c in load_layer("gold")}


TABLES = load_layer("gold")
FACTS = [c for c in TABLES if c.name.startswith("fact_")]
CASES = [*product(TABLES, [tamper.lost, tamper.exchanged]),
         *product(FACTS, [tamper.doubled, tamper.replaced])]  # fmt: skip


@pytest.mark.parametrize(("spoilt", "how"), CASES, ids=lambda part: getattr(part, "name", None))
def test_a_spoilt_table_is_seen(
    silver: Tables, gold: Path, tmp_path: Path, spoilt: Contract, how: tamper.Tamper
) -> None:
    shutil.copytree(gold, tmp_path, dirs_exist_ok=True)
    tamper.spoil(tmp_path / spoilt.name, how, spoilt.keys)
    with pytest.raises(JobFailed, match=r"^gold\..*nothing was published$"):
        audit(session("test"), read(tmp_path), silver)


def test_what_is_not_spoilt_passes(silver: Tables, gold: Path) -> None:
    audit(session("test"), read(gold), silver)


def test_the_job_stops_and_publishes_nothing(
    lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(spark: SparkSession, folder: str, contract: Contract) -> DataFrame:
        if contract.name == "fact_event":
            tamper.spoil(Path(folder), tamper.replaced, contract.keys)
        return read_back(spark, folder, contract)

    monkeypatch.setattr(silver_to_gold, "read_back", spoilt)
    with pytest.raises(JobFailed, match="fact_event"):
        silver_to_gold.run(lake, Metrics())
    assert newest(lake.gold_publications) is None


@pytest.mark.parametrize("how", tamper.ALL)
def test_silver_that_changed_since_it_was_published_is_not_built_on(
    lake: Settings, how: tamper.Tamper
) -> None:
    file = tamper.largest(Path(lake.silver) / "transactions")
    changed = pytest.raises(JobFailed, match=r"silver\.transactions: its files are not those")
    with tamper.spoilt_for_a_while(file, how, ("tx_id",)), changed:
        silver_to_gold.run(lake, Metrics())
    assert newest(lake.gold_publications) is None
