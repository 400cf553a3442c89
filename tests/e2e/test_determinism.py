"""The same files give the same tables, whatever their order, the partitions and the runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from edp.engine import engine
from generator import generate
from lake_protocol.ledger import Entry
from lakehouse.dedupe import parts as dedupe_parts
from lakehouse.iceberg.catalog import open_catalog
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.storage.interface import Listing
from tests.e2e.lake import hashes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "raw"
    generate(1_000, 11, 1.0, folder, workers=1)
    shutil.rmtree(folder / "_answer_key")
    return folder


@pytest.fixture(scope="module")
def filled(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """All files at once, and one worker that takes them one by one."""
    settings = replace(Settings.in_folder(raw, tmp_path_factory.mktemp("one")), parallelism=1)
    with pytest.MonkeyPatch.context() as patched, in_partitions(1, patched):
        raw_to_bronze.run(settings, Metrics())
        build(settings)
    return settings


@pytest.fixture(scope="module")
def expected(filled: Settings) -> dict[str, str]:
    return hashes(out(filled))


@contextmanager
def in_partitions(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine that divides rows into so many parts."""
    monkeypatch.setenv("SAIL_EXECUTION__DEFAULT_PARALLELISM", str(number))
    with engine("sail"):
        yield


def out(settings: Settings) -> Path:
    return Path(settings.silver).parent


def build(settings: Settings) -> None:
    bronze_to_silver.run(settings, Metrics())
    silver_to_gold.run(settings, Metrics())


def test_other_partitions_parts_and_another_order_of_files(
    raw: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dedupe_parts, "PART_RECORDS", 40)
    # Where workers divide the files among themselves, and where the engine divides the rows.
    settings = replace(Settings.in_folder(raw, tmp_path), parallelism=7)
    listed = raw_to_bronze.waiting

    def shuffled(folder: str, known: Sequence[Entry]) -> Listing:
        there = listed(folder, known)
        return replace(there, files=Random(7).sample(there.files, len(there.files)))

    monkeypatch.setattr(raw_to_bronze, "waiting", shuffled)
    # Sizes decide the order otherwise.
    monkeypatch.setattr(raw_to_bronze, "sorted", lambda files, key=None: list(files), raising=False)
    with in_partitions(7, monkeypatch):
        raw_to_bronze.run(settings, Metrics())
        build(settings)
    assert hashes(tmp_path) == expected


def test_the_last_files_first_in_four_runs_each_built_upon(
    raw: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    files = sorted((p for p in raw.rglob("*") if p.is_file()), reverse=True)
    settings = Settings.in_folder(tmp_path / "raw", tmp_path / "lake")
    with engine("sail"):
        for n, part in enumerate((files[:9], files[9:10], files[10::2], files[11::2])):
            _copy(part, raw, tmp_path / "raw")
            raw_to_bronze.run(settings, Metrics())
            if n % 2:
                build(settings)
    assert hashes(tmp_path / "lake") == expected


def test_silver_and_gold_come_back_from_bronze(filled: Settings, expected: dict[str, str]) -> None:
    catalog = open_catalog(filled)
    for layer in ("silver", "lineage", "quarantine", "gold"):
        for table in catalog.list_tables(layer):
            catalog.drop_table(table)
        shutil.rmtree(out(filled) / layer)
    shutil.rmtree(out(filled) / "publications")
    with engine("sail"):
        build(filled)
    assert hashes(out(filled)) == expected


def _copy(files: Iterable[Path], raw: Path, to: Path) -> None:
    for file in files:
        target = to / file.relative_to(raw)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not `copy2`: when a file arrived must not matter either.
        shutil.copy(file, target)
