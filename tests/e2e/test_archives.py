"""Archives in raw: their members are files of their own from the ledger to quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from edp.engine import engine
from edp.errors import EdpError
from edp.quarantine.sent import sent
from edp.rebuild import assert_in_raw
from lake_protocol.ledger import Entry
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e.shop import USERS
from tests.glue_scripts.test_reader_zip import zipped

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


def _user(number: int, **other: str) -> bytes:
    return json.dumps(USERS[0] | {"user_id": f"U{number:08d}"} | other).encode()


class Lake:
    """A raw folder, and the lake that it goes into."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "lake"
        self.settings = Settings.in_folder(self.raw, self.out)

    def put(self, name: str, content: bytes) -> None:
        """A file in raw."""
        (self.raw / name).parent.mkdir(parents=True, exist_ok=True)
        (self.raw / name).write_bytes(content)

    def take(self) -> dict[str, Entry]:
        """Takes what is there; returns the lines of the ledger by file."""
        self.metrics = Metrics()
        return {e["uri"]: e for e in raw_to_bronze.run(self.settings, self.metrics)}

    def silver(self) -> int:
        """How many records silver has."""
        metrics = Metrics()
        bronze_to_silver.run(self.settings, metrics)
        return metrics.records["users"]["silver"]


def _verdicts(found: dict[str, Entry]) -> dict[str, str]:
    return {uri: line["verdict"] for uri, line in found.items()}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def test_each_member_is_a_file_of_its_own(lake: Lake) -> None:
    members = {"a.json": _user(1), "b/c.json": _user(2), "__MACOSX/._a.json": b"\0"}
    lake.put("users/x.zip", zipped(members | {"bad.csv": b"<html>"}))
    found = lake.take()
    assert _verdicts(found) == {
        "users/x.zip": "unpacked",
        "users/x.zip!/a.json": "accept",
        "users/x.zip!/b/c.json": "accept",
        "users/x.zip!/bad.csv": "reject",
    }
    assert found["users/x.zip"]["notes"] == ["passed over by their names: __MACOSX/._a.json"]
    assert lake.silver() == 2
    assert lake.take() == {}
    kept = lake.out / "quarantine" / "files" / "users" / "x.zip!" / "bad.csv"
    assert kept.read_bytes() == b"<html>"
    version = found["users/x.zip!/a.json"]["version"]
    (record,) = sent(lake.raw / "users/x.zip!/a.json", version, "users", [1]).values()
    assert record.text == _user(1)


def test_another_version_is_another_of_each_member_and_those_that_are_gone_stay(
    lake: Lake,
) -> None:
    first = zipped({"a.json": _user(1), "b.json": _user(2)})
    lake.put("users/x.zip", first)
    lake.take()
    lake.put("users/x.zip", zipped({"a.json": _user(1, country="FR"), "c.json": _user(3)}))
    found = lake.take()
    assert sorted(found) == ["users/x.zip", "users/x.zip!/a.json", "users/x.zip!/c.json"]
    assert found["users/x.zip"]["notes"] == ["no longer in it, and their records stay: b.json"]
    assert lake.metrics.notes == [f"users/x.zip: {n}" for n in found["users/x.zip"]["notes"]]
    assert lake.silver() == 3
    lake.put("users/x.zip", first)
    # Nobody said anything of `b.json` in between.
    assert sorted(lake.take()) == ["users/x.zip", "users/x.zip!/a.json"]


def test_an_archive_in_no_folder_is_one(lake: Lake) -> None:
    lake.put("export.zip", zipped({"users/a.json": _user(1), "users_b.json": _user(2)}))
    lake.put("users.zip", zipped({"c.json": _user(3)}))
    assert _verdicts(lake.take()) == {
        "export.zip": "unpacked",
        "export.zip!/users/a.json": "accept",
        "export.zip!/users_b.json": "accept",
        "users.zip": "unpacked",
        "users.zip!/c.json": "accept",
    }


def test_what_is_refused_is_read_again_when_the_reader_changed(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = zipped({"a.json": _user(1), "bad.csv": b"<html>"})
    lake.put("users/x.zip", whole)
    lake.put("users/cut.zip", whole[:-9])
    lake.put("users/y.zip", zipped({"gone.csv": b"<html>"}))
    assert len(lake.take()) == 6
    lake.put("users/y.zip", zipped({"b.json": _user(2)}))
    assert len(lake.take()) == 2
    monkeypatch.setattr("lakehouse.bronze.second_look.code_marks", lambda: {"reader": "another"})
    assert _verdicts(lake.take()) == {
        "users/cut.zip": "reject",
        "users/x.zip!/bad.csv": "reject",
    }
    assert lake.take() == {}


def test_for_building_anew_the_archive_has_to_be_there(lake: Lake) -> None:
    lake.put("users/x.zip", zipped({"a.json": _user(1)}))
    lake.take()
    assert_in_raw(lake.settings)
    (lake.raw / "users/x.zip").rename(lake.raw / "users/y.zip")
    with pytest.raises(EdpError, match="1 files of the lake are no longer in"):
        assert_in_raw(lake.settings)
