"""A record that is lost, doubled or swapped between bronze and silver stops the job."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import bronze_to_silver
import pytest
import raw_to_bronze
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract
from edp.engine import engine
from lakehouse.failure import JobFailed
from lakehouse.publication import newest
from lakehouse.written import read_back
from tests.e2e import shop, tamper

pytestmark = pytest.mark.slow

PLACES = {
    "silver": ("_source_uri", "_source_version", "_record_no"),
    "lineage": ("source_uri", "source_version", "record_no"),
    "quarantine": ("source_uri", "source_version", "record_no"),
}
CASES = [*product(PLACES, [tamper.lost, tamper.exchanged]),
         ("silver", tamper.doubled), ("silver", tamper.replaced)]  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Bronze is there; no test but the last gets as far as publishing silver."""
    folder = tmp_path_factory.mktemp("shop")
    shop.write(folder / "raw")
    with engine("sail"):
        raw_to_bronze.run(folder / "raw", folder / "lake")
        yield folder / "lake"


@pytest.mark.parametrize(("layer", "how"), CASES)
def test_what_is_spoilt_on_its_way_is_not_published(
    lake: Path, monkeypatch: pytest.MonkeyPatch, layer: str, how: tamper.Tamper
) -> None:
    spoilt: set[Path] = set()

    def spoilt_on_disk(spark: SparkSession, folder: Path, contract: Contract) -> DataFrame:
        if folder.name == layer and folder not in spoilt and "events" in folder.parts:
            spoilt.add(folder)
            tamper.spoil(folder, how, PLACES[layer])
        return read_back(spark, folder, contract)

    monkeypatch.setattr(bronze_to_silver, "read_back", spoilt_on_disk)
    with pytest.raises(JobFailed, match="nothing was published"):
        bronze_to_silver.run(lake)
    assert newest(lake, "silver") is None


@pytest.mark.parametrize("how", tamper.ALL)
def test_bronze_that_changed_since_it_was_taken_is_not_built_on(
    lake: Path, how: tamper.Tamper
) -> None:
    file = tamper.largest(lake / "bronze" / "events")
    before = file.read_bytes()
    tamper.spoil_file(file, how, ("_record_no",))
    with pytest.raises(JobFailed, match=r"bronze\.events: .* has changed since it was written"):
        bronze_to_silver.run(lake)
    file.write_bytes(before)
    assert newest(lake, "silver") is None


def test_a_file_that_only_the_ledger_knows(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = bronze_to_silver.data_files
    monkeypatch.setattr(bronze_to_silver, "data_files", lambda table: files(table)[1:])
    with pytest.raises(JobFailed, match=r"bronze\.events: only the ledger knows"):
        bronze_to_silver.run(lake)


def test_nothing_spoilt_is_published(lake: Path) -> None:
    bronze_to_silver.run(lake)
    assert newest(lake, "silver") is not None
