"""A refused file is read again when its contract changes, once, and beforehand one is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.roots import roots, use
from edp.contract.check import against_lake
from edp.contract.files import AGAIN, CONFORMED
from edp.engine import engine
from edp.lake import Lake
from edp.ledger import add_ledger
from edp.published import connect
from lakehouse import ledger
from lakehouse.bronze import second_look
from lakehouse.jobs import raw_to_bronze
from lakehouse.runtime.code_hash import READER
from lakehouse.runtime.metrics import Metrics
from tests.conservation import check_conservation
from tests.e2e import shop
from tests.e2e.changed_contracts import ChangedContracts
from tests.e2e.filled_lake import FilledLake

pytestmark = pytest.mark.slow

FILE = "users/partner.csv"
HEADER = "member,name,signed_up_at,updated_at"
ROW = "U00000071,Ada,2024-05-01T00:00:00Z,2025-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FilledLake]:
    """A lake with a file that was refused, as no column of it is the key's."""
    with engine("sail"):
        lake = FilledLake(tmp_path_factory.mktemp("refused"))
        yield lake


@pytest.fixture
def lake(refused: FilledLake, tmp_path: Path) -> Iterator[FilledLake]:
    refused.contracts = ChangedContracts(tmp_path / "contracts")
    (refused.raw / FILE).write_text(f"{HEADER}\n{ROW}\n")
    with pytest.raises(Exception, match="no_header"):
        refused.take()
    yield refused
    use([])
    refused.restore()


def known_by(lake: FilledLake, *names: str) -> None:
    lake.contracts.alias("source.users", "user_id", *names)


def verdicts(lake: FilledLake) -> list[tuple[str, int]]:
    """All that the pages of the ledger say of the file: verdict, and in which ingest."""
    pages = {
        int(ledger.ingest_id(p)): ledger.read_page(p) for p in ledger.pages(lake.settings.ledger)
    }
    return [(e["verdict"], n) for n, page in pages.items() for e in page if e["uri"] == FILE]


def customers(lake: FilledLake) -> int:
    ((count,),) = lake.ask("SELECT count(*) FROM silver.users")
    return int(count)


def in_quarantine(lake: FilledLake) -> list[str]:
    place = Path(lake.settings.quarantine, "files", "users")
    return sorted(p.name for p in place.iterdir()) if place.is_dir() else []


def test_it_is_taken_when_its_key_is_known_by_an_alias(lake: FilledLake) -> None:
    assert in_quarantine(lake) == ["partner.csv", "partner.csv.reason.json"]
    before = customers(lake)
    known_by(lake, "member")
    told = lake.run()
    assert told.notes == [
        f"read again as the contract, the producer or the reader changed: 1 taken ({FILE})"
    ]
    assert told.files == {}
    assert told.records["users"] == {"raw": 1, "bronze": 1}
    assert customers(lake) == before + 1
    assert verdicts(lake) == [("reject", 2), ("accept", 3)]
    assert in_quarantine(lake) == []
    lake.run()
    assert len(verdicts(lake)) == 2
    assert check_conservation(lake.raw, lake.out) == []


def test_it_is_read_once_under_a_contract_that_refuses_it_too(lake: FilledLake) -> None:
    known_by(lake, "somebody")
    (note,) = lake.take().notes
    assert note.endswith("0 taken, 1 refused again")
    assert lake.take().notes == []
    assert verdicts(lake) == [("reject", 2), ("reject", 3)]
    assert in_quarantine(lake) == ["partner.csv", "partner.csv.reason.json"]
    known_by(lake, "somebody", "member")
    lake.take()
    assert verdicts(lake)[-1] == ("accept", 4)


def test_it_counts_once_for_readers_of_the_ledger(lake: FilledLake) -> None:
    known_by(lake, "member")
    lake.take()
    con = connect()
    add_ledger(con, Lake.in_folder(lake.out))
    said = "SELECT verdict, ingest FROM ledger.files WHERE uri = ?"
    assert con.execute(said, [FILE]).fetchall() == [("accept", "00000003")]


def test_another_reader_looks_at_it_again(
    lake: FilledLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_look, "code_marks", lambda: {READER: "of the next release"})
    lake.take()
    lake.take()
    assert verdicts(lake) == [("reject", 2), ("reject", 3)]


def test_one_that_is_gone_from_raw_is_told_once_and_taken_when_it_comes_back(
    lake: FilledLake,
) -> None:
    (lake.raw / FILE).unlink()
    known_by(lake, "member")
    (note,) = lake.take().notes
    assert note == f"refused before and no longer in raw, so not read again: {FILE}"
    assert lake.take().notes == []
    assert in_quarantine(lake) == ["partner.csv", "partner.csv.reason.json"]
    (lake.raw / FILE).write_text(f"{HEADER}\n{ROW}\n")
    lake.take()
    assert [verdict for verdict, _ in verdicts(lake)] == ["reject", "reject", "accept"]


def test_one_that_was_mended_meanwhile_stays_as_it_is(lake: FilledLake) -> None:
    (lake.raw / FILE).write_text(f"{HEADER.replace('member', 'user_id')}\n{ROW}\n")
    lake.take()
    known_by(lake, "member")
    assert lake.take().notes == []
    assert [verdict for verdict, _ in verdicts(lake)] == ["reject", "accept"]


def test_a_file_of_a_dataset_that_nobody_knew_is_read_when_it_has_a_contract(
    lake: FilledLake,
) -> None:
    folder = lake.raw / "members"
    folder.mkdir()
    record = shop.USERS[0] | {"user_id": "U00000081"}
    (folder / "a.json").write_text(json.dumps(record))
    with pytest.raises(Exception, match="unknown_dataset"):
        lake.take()
    lake.contracts.dataset("members", like="users")
    assert "1 taken (members/a.json)" in lake.run().notes[0]
    assert lake.ask("SELECT user_id FROM silver.members") == [("U00000081",)]


def test_a_dataset_that_goes_before_its_files_are_committed_has_them_when_it_comes_back(
    lake: FilledLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.contracts.dataset("members", like="users")
    with_members = roots()
    (lake.raw / "members").mkdir()
    record = shop.USERS[0] | {"user_id": "U00000081"}
    (lake.raw / "members" / "a.json").write_text(json.dumps(record))
    with monkeypatch.context() as patched:
        patched.setattr(raw_to_bronze, "_finish", lambda *_: None)
        lake.take()
    use([])
    lake.run()
    use([Path(root) for root in with_members])
    lake.run()
    assert lake.ask("SELECT user_id FROM silver.members") == [("U00000081",)]


@pytest.mark.parametrize("step", ["jobs.raw_to_bronze.commit", "bronze.refused_files.release"])
def test_a_run_that_is_stopped_between_is_carried_through(
    lake: FilledLake, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    known_by(lake, "member")

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"lakehouse.{step}", stop)
        with pytest.raises(KeyboardInterrupt):
            raw_to_bronze.run(lake.settings, Metrics())
    before = customers(lake)
    lake.run()
    assert customers(lake) == before + 1
    assert verdicts(lake) == [("reject", 2), ("accept", 3)]
    assert in_quarantine(lake) == []


def test_the_check_against_the_lake_says_it_beforehand(lake: FilledLake) -> None:
    assert against_lake(lake.out).changes == []
    assert against_lake(lake.out).files == []
    known_by(lake, "member", "uid")
    found = against_lake(lake.out)
    assert "alias added: member" in [c.what for c in found.changes]
    assert {f.file: f.then for f in found.files} == {FILE: AGAIN, "users/u.ndjson": CONFORMED}
    lake.run()
    assert against_lake(lake.out).changes == []
    # What is conformed is so at every build.
    assert [f.file for f in against_lake(lake.out).files] == ["users/u.ndjson"]
