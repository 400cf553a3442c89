"""A record that is lost, doubled or swapped between bronze and silver stops the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pyspark.sql import DataFrame

from edp.engine import engine
from lakehouse.dedupe import kept
from lakehouse.failure import JobFailed
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.metrics import Metrics
from lakehouse.publication import newest
from lakehouse.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("shop")
    events = folder / "raw" / "events" / "e.csv"
    events.parent.mkdir(parents=True)
    rows = [f"E000000{n},view,2025-01-0{n}T00:00:00Z" for n in range(1, 6)]
    events.write_text("\n".join(["event_id,event_type,ts", *rows]))
    with engine("sail"):
        settings = Settings.in_folder(folder / "raw", folder / "lake")
        raw_to_bronze.run(settings, Metrics())
        yield settings


def lost(rows: DataFrame) -> DataFrame:
    return rows.filter("_record_no <> 3")


def doubled(rows: DataFrame) -> DataFrame:
    return rows.unionByName(rows.filter("_record_no = 3"))


def swapped(rows: DataFrame) -> DataFrame:
    return lost(rows).unionByName(rows.filter("_record_no = 4"))


@pytest.mark.parametrize("tamper", [lost, doubled, swapped])
def test_the_job_fails_and_publishes_nothing(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, tamper: Callable[[DataFrame], DataFrame]
) -> None:
    monkeypatch.setattr(bronze_to_silver, "kept", lambda good, merged: tamper(kept(good, merged)))
    with pytest.raises(JobFailed, match="events"):
        bronze_to_silver.run(lake, Metrics())
    assert newest(lake.silver_publications) is None
