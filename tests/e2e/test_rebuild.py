"""What is lost or taken away between two runs is never lost in silence, and comes back."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from lakehouse.set_aside import decide
from tests.e2e.killed import killed
from tests.e2e.lake import hashes
from tests.e2e.shop import USERS
from tests.e2e.two_ingests import TwoIngests

pytestmark = pytest.mark.slow
PAGES = ("ledger/files/00000001.json", "ledger/files/00000002.json")


def files_of(out: Path) -> dict[str, bytes]:
    """Everything that bronze consists of."""
    return {str(f): f.read_bytes() for f in sorted((out / "bronze").rglob("*")) if f.is_file()}


def one_more_user(lake: TwoIngests) -> None:
    user = USERS[0] | {"user_id": "U00000071"}
    (lake.raw / "users" / "late.json").write_text(json.dumps(user))


def test_a_lost_page_is_refused_and_nothing_is_written_over(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(lake.out)
    (lake.out / PAGES[1]).unlink()
    (lake.raw / "events" / "e2.csv").unlink()
    one_more_user(lake)
    assert lake.edp("pipeline") == 1
    assert "00000002.json is gone" in capsys.readouterr().err
    assert files_of(lake.out) == before
    assert hashes(lake.out) == lake.hashes


def test_records_whose_files_are_gone_from_raw_go_only_when_somebody_says_so(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    (lake.raw / "events" / "e2.csv").unlink()
    assert lake.edp("rebuild") == 1
    assert "1 files of the lake are no longer in" in capsys.readouterr().err
    assert lake.edp("rebuild", "--from", "bronze") == 0
    assert hashes(lake.out) == lake.hashes
    assert lake.edp("rebuild", "--without-missing") == 0
    assert lake.ask("SELECT count(*) FROM silver.events") == [(8,)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_put_back_is_as_if_it_had_never_been_away(
    lake: TwoIngests, tmp_path: Path, page: str
) -> None:
    shutil.move(lake.out / page, tmp_path / "page")
    assert lake.edp("pipeline") == 1
    assert lake.edp("pipeline") == 1
    shutil.move(tmp_path / "page", lake.out / page)
    one_more_user(lake)
    assert lake.edp("pipeline") == 0
    assert lake.ask("SELECT count(*) FROM silver.users") == [(6,)]


def test_a_page_in_both_states_is_one_if_it_says_the_same(lake: TwoIngests) -> None:
    """A run that is stopped while it closes a page leaves both."""
    shutil.copy(lake.out / PAGES[1], lake.out / "ledger/pending/00000002.json")
    assert lake.edp("pipeline") == 0
    assert hashes(lake.out) == lake.hashes


def test_two_pages_of_one_number_are_not_written_over(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(lake.out / PAGES[0], lake.out / "ledger/pending/00000002.json")
    assert lake.edp("pipeline") == 1
    assert "say different things" in capsys.readouterr().err
    assert lake.edp("rebuild") == 0
    assert hashes(lake.out) == lake.hashes


def test_files_that_are_no_pages_are_named(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(lake.out / PAGES[0], lake.out / "ledger/files/00000001 (copy).json")
    assert lake.edp("pipeline") == 1
    assert "(copy).json: is no page of the ledger; take it away" in capsys.readouterr().err


def test_what_was_replaced_is_kept(lake: TwoIngests) -> None:
    before = {f.name: f.read_bytes() for f in (lake.out / "bronze").rglob("*.parquet")}
    assert lake.edp("rebuild") == 0
    (kept,) = (lake.out / ".replaced").iterdir()
    assert {f.name: f.read_bytes() for f in (kept / "bronze").rglob("*.parquet")} == before
    assert (kept / "catalog.db").is_file()
    assert sorted(f.name for f in (kept / "ledger/files").iterdir()) == [
        "00000001.json",
        "00000002.json",
    ]


def test_what_people_decided_survives(lake: TwoIngests, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(lake.out / "ledger")
    (version,) = lake.ask("SELECT DISTINCT _source_version FROM silver.users")[0]
    decide(ledger, "users/u.ndjson", [str(version)], "Ada", "a test", aside=True)
    for command in (["pipeline"], ["rebuild"], ["rebuild", "--from", "bronze"]):
        assert lake.edp(*command) == 1
        assert "users" in capsys.readouterr().err
    decide(ledger, "users/u.ndjson", [str(version)], "Ada", "all is well", aside=False)
    assert lake.edp("rebuild") == 0
    assert hashes(lake.out) == lake.hashes


def test_a_damaged_decision_is_one_line(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    decision = lake.out / "ledger/aside/00000001.json"
    decision.parent.mkdir()
    decision.write_text('{"number": 1}')
    assert lake.edp("pipeline") == 1
    assert "aside/00000001.json is damaged (no `uri`); put it back" in capsys.readouterr().err


def test_no_lake_is_built_anew_where_none_is(
    tmp_path: Path, lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    lake.out, out = tmp_path / "nothing", lake.out
    assert lake.edp("rebuild") == 1
    lake.out = out
    assert "there is no lake to build anew" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


# Where a rebuild dies: which path it is about to touch, and the how-manieth time.
DEATHS = {
    "the ledger is aside": ("*/out/bronze", 1),
    "while raw files are read": ("*/raw/transactions/t.csv", 2),
    "before silver is published": ("*/publications/silver/00000003.json", 1),
    "before gold is published": ("*/publications/gold/00000003.json", 1),
}


def test_a_rebuild_that_is_killed_leaves_the_publication_and_can_be_repeated(
    lake: TwoIngests,
) -> None:
    for place, (pattern, count) in DEATHS.items():
        died = killed(pattern, count, "rebuild", "--raw", lake.raw, "--out", lake.out)
        assert died == -signal.SIGKILL, place
        assert hashes(lake.out) == lake.hashes, place
    assert lake.edp("rebuild") == 0
    assert hashes(lake.out) == lake.hashes


def test_a_run_after_a_killed_rebuild_is_told_what_is_missing(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(lake.out / "ledger/files")
    assert lake.edp("pipeline") == 1
    assert "00000001.json is gone" in capsys.readouterr().err
