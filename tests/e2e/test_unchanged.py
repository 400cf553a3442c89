"""What would be built from the same is left as it is; the rest follows every change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from edp.engine import engine
from lakehouse import basis
from lakehouse.errors.failure import Incomplete
from lakehouse.gold.plan import Step
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.publication import newest, pages
from lakehouse.runtime.code_hash import JOBS
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e import shop
from tests.e2e.kept import Kept
from tests.e2e.lake import hashes

pytestmark = pytest.mark.slow


class Lake:
    """A lake, and what its newest run built."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.settings = Settings.in_folder(self.raw, self.out)
        self.tables: set[str] = set()

    def run(self, *, full: bool = False) -> dict[str, str]:
        """Table -> why it was built."""
        settings, metrics = replace(self.settings, full=full), Metrics()
        raw_to_bronze.run(settings, metrics)
        built: dict[str, str | None] = {}
        for job in (bronze_to_silver, silver_to_gold):
            job.run(settings, metrics)
            built |= metrics.built
        return {name: why for name, why in built.items() if why is not None}

    def publications(self) -> int:
        places = (self.settings.silver_publications, self.settings.gold_publications)
        return sum(len(pages(place)) for place in places)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lake, Kept]]:
    lake = Lake(tmp_path_factory.mktemp("shop"))
    shop.write(lake.raw)
    with engine("sail"):
        first = lake.run()
        assert set(first.values()) == {"not published before"}
        lake.tables = set(first)
        yield lake, Kept(lake.raw, lake.out)


@pytest.fixture
def lake(built: tuple[Lake, Kept]) -> Iterator[Lake]:
    made, kept = built
    yield made
    kept.restore()


def test_nothing_is_built_or_published_where_nothing_is_new(lake: Lake) -> None:
    before = lake.publications()
    assert lake.run() == {}
    assert lake.publications() == before


def test_only_what_reads_a_dataset_follows_its_files(lake: Lake) -> None:
    header, first, *_ = (lake.raw / "transactions" / "t.csv").read_text().splitlines()
    (lake.raw / "transactions" / "t2.csv").write_text(f"{header}\n{first}\n")
    found = lake.run()
    assert found["silver.transactions"] == "files"
    assert {"silver.users", "silver.events", "gold.fact_event"}.isdisjoint(found)
    assert "gold.daily_revenue" in found
    incremental = hashes(lake.out)
    assert len(lake.run(full=True)) > len(found)
    assert hashes(lake.out) == incremental


def test_a_table_follows_its_model(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = silver_to_gold.plan

    def with_other_model(step: Step) -> Step:
        if step.model is None or step.contract.name != "daily_revenue":
            return step
        return replace(step, model=replace(step.model, sql=f"{step.model.sql}\n-- another"))

    monkeypatch.setattr(silver_to_gold, "plan", lambda: tuple(map(with_other_model, plan())))
    assert lake.run() == {"gold.daily_revenue": "model"}


@pytest.mark.parametrize(("part", "told"), [("code_marks", "code"), ("libraries", "libraries")])
def test_other_code_and_libraries_build_everything(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, part: str, told: str
) -> None:
    monkeypatch.setattr(basis, part, lambda: {JOBS: "another"})
    found = lake.run()
    assert all(why.startswith(told) for why in found.values())
    assert set(found) == lake.tables


def test_a_table_whose_files_are_gone_is_built_again(lake: Lake) -> None:
    before = hashes(lake.out)
    shutil.rmtree(lake.out / "silver" / "users" / "data")
    found = lake.run()
    assert found["silver.users"] == "silver.users is not as it was published"
    assert "silver.events" not in found
    assert hashes(lake.out) == before


def test_a_refused_file_builds_nothing(lake: Lake) -> None:
    (lake.raw / "users" / "bad.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(Incomplete, match="none accepted"):
        raw_to_bronze.run(lake.settings, Metrics())
    assert lake.run() == {}
    publication = newest(lake.settings.silver_publications)
    assert publication is not None
    assert publication["built_from"] == 2
