"""A record that is lost, doubled or swapped on its way into bronze stops the job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from edp.engine import engine
from lakehouse import ledger
from lakehouse.bronze import writer
from lakehouse.checksums import checked_file
from lakehouse.errors.failure import JobFailed
from lakehouse.iceberg.catalog import data_files, open_catalog
from lakehouse.jobs import raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e import shop, tamper

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    shop.write(tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def lake(raw: Path, tmp_path: Path) -> Settings:
    return Settings.in_folder(raw, tmp_path / "lake")


def records(lake: Settings) -> int:
    found = data_files(open_catalog(lake).load_table("bronze.events"))
    return sum(pq.read_metadata(file).num_rows for file in found)


def assert_nothing_was_taken_and_the_next_run_takes_it(lake: Settings) -> None:
    assert ledger.entries(lake.ledger) == []
    assert ledger.interrupted(lake.ledger) == []
    raw_to_bronze.run(lake, Metrics())
    assert records(lake) == 19


@pytest.mark.parametrize("how", tamper.ALL)
def test_what_is_not_written_as_it_was_read(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch, how: tamper.Tamper
) -> None:
    class Spoilt(pq.ParquetWriter):  # type: ignore[misc]
        def write_table(self, table: pa.Table, *args: Any, **options: Any) -> None:
            super().write_table(how(table, ("_record_no",)), *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(checked_file.pq, "ParquetWriter", Spoilt)
        with pytest.raises(JobFailed, match="nothing was taken, run again"):
            raw_to_bronze.run(lake, Metrics())
    assert_nothing_was_taken_and_the_next_run_takes_it(lake)


def test_the_reader_says_more_than_it_hands_over(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(writer.BronzeRows, "_bad", lambda self, _: self._table({}, *NONE))
        with pytest.raises(
            JobFailed, match=r"events/e2.csv: 11 records were read, 9 are in bronze"
        ):
            raw_to_bronze.run(lake, Metrics())
    assert_nothing_was_taken_and_the_next_run_takes_it(lake)


NONE = (pa.array([], pa.int64()), 0)


@pytest.mark.parametrize("how", tamper.ALL)
def test_what_changes_on_disk_before_it_is_committed(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch, how: tamper.Tamper
) -> None:
    read = raw_to_bronze._read

    def spoilt(*arguments: Any) -> list[ledger.Entry]:
        entries = read(*arguments)
        tamper.spoil_file(tamper.largest(Path(lake.bronze)), how, ("_record_no",))
        return entries

    with monkeypatch.context() as patched:
        patched.setattr(raw_to_bronze, "_read", spoilt)
        with pytest.raises(JobFailed, match="has changed since it was written"):
            raw_to_bronze.run(lake, Metrics())
    assert_nothing_was_taken_and_the_next_run_takes_it(lake)


def test_what_is_damaged_while_a_stopped_run_waits_to_be_finished(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(raw_to_bronze, "_finish", lambda *_: None)
        raw_to_bronze.run(lake, Metrics())
    tamper.spoil_file(tamper.largest(Path(lake.bronze)), tamper.exchanged, ("_record_no",))
    with pytest.raises(JobFailed, match=r"pending/00000001.json: .* has changed"):
        raw_to_bronze.run(lake, Metrics())


def test_a_file_that_changes_while_it_is_read_is_taken_by_the_next_run(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = raw / "events" / "e1.csv"
    whole = file.read_text()
    file.write_text(whole[: len(whole) // 2])
    read = writer.read_file

    def growing(name: str, *arguments: Any) -> Any:
        verdict = read(name, *arguments)
        if name == "events/e1.csv":
            file.write_text(whole)
        return verdict

    with monkeypatch.context() as patched:
        patched.setattr(writer, "read_file", growing)
        entries = {e["uri"]: e for e in raw_to_bronze.run(lake, Metrics())}
    assert entries["events/e1.csv"]["verdict"] == "postponed"
    assert records(lake) == 11
    (taken,) = raw_to_bronze.run(lake, Metrics())
    assert (taken["uri"], taken["verdict"], taken["records"]) == ("events/e1.csv", "accept", 8)
    assert records(lake) == 19


def test_a_file_that_is_taken_away_stops_nobody(
    raw: Path, lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = raw_to_bronze.waiting

    def then_gone(*told: Any) -> Any:
        files = listed(*told)
        (raw / "events" / "e1.csv").unlink()
        return files

    monkeypatch.setattr(raw_to_bronze, "waiting", then_gone)
    entries = {e["uri"]: e["verdict"] for e in raw_to_bronze.run(lake, Metrics())}
    assert entries.pop("events/e1.csv") == "postponed"
    assert set(entries.values()) <= {"accept", "accept_with_quarantine"}
    assert records(lake) == 11
