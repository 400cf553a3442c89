"""One bad dataset or file stops nothing else, is told, and can be mended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from typer.testing import CliRunner, Result

from contracts import Contract, datasets
from edp.cli import app
from edp.lake import Lake
from edp.published import open_published
from edp.sql import number
from lakehouse.errors.failure import Incomplete
from lakehouse.iceberg.read_back import read_back
from lakehouse.publication import newest
from lakehouse.runtime.settings import Settings
from lakehouse.silver import build
from tests.conservation import check_conservation
from tests.e2e import shop, tamper
from tests.e2e.field_cases import CASES
from tests.e2e.kept import Kept

pytestmark = pytest.mark.slow

FIELD = CASES / "32-one-bad-file-stops-all"
PLACE = ("_source_uri", "_source_version", "_record_no")
RUBBISH = "x,y,z,rubbish,some day,,,,\n"


class Shop:
    """A lake, and the raw files that went into it."""

    found: dict[str, Any]
    """What the newest run printed."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.settings = Settings.in_folder(self.raw, self.out)

    def run(self, code: int = 0) -> dict[str, Any]:
        """What a run prints."""
        done = edp("pipeline", "--raw", self.raw, "--out", self.out, "--json")
        assert done.exit_code == code or isinstance(done.exception, Incomplete)
        self.found = json.loads(done.stdout)
        assert bool(self.found["missing"]) == bool(code)
        return self.found

    def publication(self, layer: str) -> dict[str, Any]:
        found = newest(f"{self.out}/publications/{layer}")
        assert found is not None
        return found

    def rows(self, table: str) -> int:
        con = open_published(Lake.in_folder(self.out), "gold", "silver")
        return number(con, f"SELECT count(*) FROM {table}")


def edp(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, Kept]:
    made = Shop(tmp_path_factory.mktemp("ran"))
    shop.write(made.raw)
    made.run()
    return made, Kept(made.raw, made.out)


@pytest.fixture
def filled(ran: tuple[Shop, Kept]) -> Iterator[Shop]:
    made, kept = ran
    yield made
    kept.restore()


@pytest.fixture
def spoilt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loses a record of events whenever one is written."""

    def lost(spark: SparkSession, folder: str, contract: Contract) -> DataFrame:
        if Path(folder).name == "settled" and "/events/" in folder:
            tamper.spoil(Path(folder), tamper.lost, PLACE)
        return read_back(spark, folder, contract)

    monkeypatch.setattr(build, "read_back", lost)
    yield
    monkeypatch.undo()


def test_what_a_guard_stops_is_shown_as_it_was_and_all_else_goes_on(
    filled: Shop, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    before = filled.publication("silver")
    (filled.raw / "users" / "more.ndjson").write_text(
        json.dumps(shop.USERS[0] | {"user_id": "U00000099", "email": "x@example.com"})
    )
    another_event(filled)
    request.getfixturevalue("spoilt")
    found = filled.run(code=1)
    after = filled.publication("silver")

    assert found["datasets"]["events"]["state"] == "held_back"
    assert found["datasets"]["events"]["since"] == before["published_at"]
    assert found["datasets"]["users"]["state"] == "published"
    for layer in ("silver", "lineage", "quarantine"):
        name = f"{layer}.events"
        marker = after["tables"][name]["held_back"]
        assert after["tables"][name] == before["tables"][name] | {"held_back": marker}
        assert marker["since"] == before["published_at"]
        assert "were judged" in marker["reason"]
    assert filled.publication("gold")["built_from"] == after["publication"]
    assert filled.publication("gold")["held_back"].keys() == {"events"}
    assert filled.rows("gold.dim_user") == len(shop.USERS) + 3  # a new one, the unknown one, guests
    assert filled.rows("gold.fact_event") == filled.rows("silver.events") > 0

    filled.run(code=1)
    again = filled.publication("silver")["tables"]["silver.events"]["held_back"]
    assert again["since"] == before["published_at"], "the age is that of what readers see"
    monkeypatch.undo()
    assert filled.run()["datasets"]["events"]["state"] == "published"
    assert "held_back" not in filled.publication("silver")["tables"]["silver.events"]


def another_event(filled: Shop) -> None:
    """Where nothing comes nothing is built."""
    shutil.copy(filled.raw / "events" / "e1.csv", filled.raw / "events" / "late.csv")


def test_readers_find_every_dataset_and_insights_say_which_is_held_back(
    filled: Shop, spoilt: None
) -> None:
    another_event(filled)
    filled.run(code=1)
    tables = filled.publication("silver")["tables"]
    assert tables.keys() == {
        f"{x}.{d}" for x in ("silver", "lineage", "quarantine") for d in datasets()
    }
    assert all(
        {"metadata_location", "snapshot_id", "seal"} <= ref.keys() for ref in tables.values()
    )
    found = json.loads(edp("insights", "--out", filled.out, "--json").stdout)["quality"]
    assert [h["dataset"] for h in found["held_back"]] == ["events"]
    read = {r["dataset"]: r["records"] for r in found["read"]}
    fates = [r["records"] for r in found["records"] if r["dataset"] == "events"]
    assert read["events"] == sum(fates)
    assert "Held back" in edp("insights", "--out", filled.out).stdout


def test_a_dataset_without_a_good_record_says_why_and_shows_its_quarantine(tmp_path: Path) -> None:
    made = Shop(tmp_path)
    shop.write(made.raw, "users", "events")
    folder = made.raw / "transactions"
    folder.mkdir()
    line = "T0000001,U00000001,1.234567,EUR,paid,card,FR,2025-03-01,2025-03-01"
    (folder / "t.csv").write_text("\n".join([shop.TX_HEADER, line, line.replace("1.2", "x")]))
    found = made.run(code=1)
    [why] = [w for w in found["datasets"]["transactions"]["why"] if "precise" in w["reason"]]
    assert why == {
        "reason": "amount:too_precise",
        "count": 1,
        "file": "transactions/t.csv",
        "record": 1,
        "value": "1.234567",
        "expected": "at most 2 decimals",
        "contract": why["contract"],
    }
    file, _, at = why["contract"].partition(":")
    root = Path(__file__).parents[2]
    assert "decimal(12,2)" in (root / file).read_text().splitlines()[int(at) - 1]
    assert "transactions is held back (never published)" in found["missing"][0]
    tables = made.publication("silver")["tables"]
    assert tables["silver.transactions"]["snapshot_id"] is None
    assert tables["quarantine.transactions"]["held_back"]["instead_of"]["snapshot_id"]
    assert made.rows("gold.fact_event") > 0
    assert made.rows("gold.fact_transaction") == 0


@pytest.fixture(scope="module")
def ran_field(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, Kept]:
    """The shop of the field case, which then took a bad file larger than its history."""
    made = Shop(tmp_path_factory.mktemp("field"))
    shutil.copytree(FIELD / "raw", made.raw)
    made.run()
    header = (made.raw / "events" / "base.csv").read_text().splitlines()[0]
    good = (made.raw / "events" / "events2.csv").read_text().splitlines()[1:]
    more = [line.replace("E00000000", "E77777777") for line in good]
    (made.raw / "events" / "bad.csv").write_text("\n".join([header, *more, RUBBISH * 300]))
    (made.raw / "users" / "more.csv").write_text(
        (made.raw / "users" / "base.csv").read_text().replace("U09", "U55").replace("ada9", "eve9")
    )
    made.run()
    return made, Kept(made.raw, made.out)


@pytest.fixture
def field(ran_field: tuple[Shop, Kept]) -> Iterator[Shop]:
    made, kept = ran_field
    yield made
    kept.restore()


def test_a_bad_file_larger_than_history_is_set_aside_whole_and_stops_nothing(field: Shop) -> None:
    found = field.found
    [aside] = found["aside"]
    assert (aside["uri"], aside["by"], aside["quarantined"]) == ("events/bad.csv", "rule", 300)
    assert aside["reasons"][0]["file"] == "events/bad.csv"
    assert {d: about["state"] for d, about in found["datasets"].items()} == dict.fromkeys(
        datasets(), "published"
    )
    events = found["records"]["events"]
    fates = ("silver", "lineage", "quarantine", "aside")
    assert [events[fate] for fate in fates] == [50, 0, 0, events["bronze"] - 50]
    assert found["records"]["users"]["silver"] == 80
    assert check_conservation(field.raw, field.out) == []
    shown = edp("pipeline", "--raw", field.raw, "--out", field.out)
    assert shown.exit_code == 0
    assert "nothing is new" in shown.stdout
    for words in ("events/bad.csv", "300 of 3", "Set aside"):
        assert words in shown.stdout
    figures = json.loads(edp("insights", "--out", field.out, "--json").stdout)["quality"]
    told = {r["fate"]: r["records"] for r in figures["records"] if r["dataset"] == "events"}
    assert told == {"silver": 50, "aside": aside["records"]}


def test_a_file_is_put_back_and_set_aside_again_by_hand(field: Shop) -> None:
    lake = ("--out", field.out)
    assert edp("aside", "back", "bad.csv", "--why", "x", *lake).exception is not None
    assert edp("aside", "back", field.raw / "events/bad.csv", "--why", "x", *lake).exit_code == 0
    events = field.run()["records"]["events"]
    assert (events["silver"], events["quarantine"], events["aside"]) == (60, 300, 0)

    told = ("--why", "a test of the tracker", "--who", "ada")
    assert edp("aside", "add", "events/bad.csv", *told, *lake).exit_code == 0
    assert "already, by ada" in str(edp("aside", "add", "events/bad.csv", *told, *lake).exception)
    found = field.run()
    [aside] = found["aside"]
    assert (aside["by"], aside["who"], aside["why"]) == ("hand", "ada", "a test of the tracker")
    assert (found["records"]["events"]["silver"], found["records"]["events"]["aside"]) == (
        50,
        aside["records"],
    )
    assert check_conservation(field.raw, field.out) == []
    listed = json.loads(edp("aside", "list", *lake, "--json").stdout)
    assert [f["uri"] for f in listed["aside"]] == ["events/bad.csv"]
    assert [(d["aside"], d["in_effect"]) for d in listed["decisions"]] == [
        (False, True),
        (True, True),
    ]
    assert "a test of the tracker" in edp("aside", "list", *lake).stdout


def test_a_good_file_can_be_set_aside_and_a_mended_version_takes_part(field: Shop) -> None:
    file = field.raw / "users" / "more.csv"
    edp("aside", "add", "users/more.csv", "--why", "another shop's", "--out", field.out)
    users = field.run()["records"]["users"]
    assert (users["silver"], users["aside"]) == (40, 40)
    file.write_text(file.read_text().replace("U55", "U66").replace("eve9", "mia9"))
    users = field.run()["records"]["users"]
    assert (users["silver"], users["aside"]) == (80, 40)
    assert check_conservation(field.raw, field.out) == []
