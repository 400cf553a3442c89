"""How files are delivered: under odd names, not finished, or twice under two names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from edp.engine import engine
from lake_protocol.ledger import Entry
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e.shop import USERS

pytestmark = pytest.mark.slow
ODD = [
    "a b",
    "größe",
    "a'b",
    'a"b',
    "a#b",
    "a?b",
    "a[b]",
    "a{b,c}",
    "a*b",
    "a%20b",
    "a\nb",
    "a\\b",
    "a|b",
    "-a",
    "a=b",
    "e\u0301",
    "😀",
]


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


class Raw:
    """A raw folder, and the lake that it goes into."""

    def __init__(self, folder: Path, name: str = "raw") -> None:
        self.folder = folder / name
        self.settings = Settings.in_folder(self.folder, folder / "lake")
        self.metrics = Metrics()

    def put(self, name: str | bytes, number: int) -> None:
        """A file of one customer."""
        path = self.folder / "users" / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(USERS[0] | {"user_id": f"U{number:08d}"}))

    def take(self) -> dict[str, Entry]:
        """Takes what is there; returns the lines of the ledger by file."""
        self.metrics = Metrics()
        return {e["uri"]: e for e in raw_to_bronze.run(self.settings, self.metrics)}


def test_files_and_folders_of_odd_names_are_read(tmp_path: Path) -> None:
    raw = Raw(tmp_path, "ra[w] #?%20*{x}\n'ä")
    for number, name in enumerate(ODD):
        raw.put(f"{name}/{name}.json", number)
    found = raw.take()
    assert {e["verdict"] for e in found.values()} == {"accept"}
    assert len(found) == len(ODD)
    metrics = Metrics()
    bronze_to_silver.run(raw.settings, metrics)
    assert metrics.records["users"]["silver"] == len(ODD)


def test_a_name_that_is_no_text_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.put("good.json", 1)
    raw.put(b"b\xffd.json", 2)
    raw.put(b"f\xf6lder/c.json", 3)
    found = {uri: (e["verdict"], e["reason"]) for uri, e in raw.take().items()}
    assert found == {
        "users/good.json": ("accept", None),
        "users/b\\xffd.json": ("reject", "unreadable_name"),
        "users/f\\xf6lder/c.json": ("reject", "unreadable_name"),
    }
    assert raw.take() == {}


def test_a_refused_file_of_the_longest_name_stops_nobody(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.put("good.json", 1)
    name = raw.folder / "users" / ("ä" * 125 + ".csv")
    name.write_text("no header")
    assert {e["verdict"] for e in raw.take().values()} == {"accept", "reject"}
    reasons = list(Path(raw.settings.quarantine).rglob("*.reason.json"))
    assert [json.loads(r.read_text())["uri"] for r in reasons] == [f"users/{name.name}"]


def test_an_unfinished_upload_waits_and_is_told(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.put("a.json", 1)
    raw.put("b.json.part", 2)
    assert list(raw.take()) == ["users/a.json"]
    assert raw.metrics.files == {"accept": 1, "unfinished": 1}
    assert raw.metrics.notes == ["passed over until their uploads are finished: users/b.json.part"]
    (raw.folder / "users/b.json.part").rename(raw.folder / "users/b.json")
    assert list(raw.take()) == ["users/b.json"]
    assert raw.metrics.notes == []


def test_the_same_bytes_under_another_name_are_told(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.put("a.json", 1)
    raw.put("b.json", 1)
    raw.put("c.json", 2)
    assert raw.take()["users/b.json"]["same_bytes_as"] == "users/a.json"
    raw.put("d.json", 2)
    found = raw.take()
    assert found["users/d.json"]["same_bytes_as"] == "users/c.json"
    assert found["users/d.json"]["verdict"] == "accept"
    assert raw.metrics.notes == [
        "the same bytes came under two names, nothing counts twice: users/d.json = users/c.json"
    ]
    metrics = Metrics()
    bronze_to_silver.run(raw.settings, metrics)
    fates = ("bronze", "silver", "lineage", "quarantine")
    assert [metrics.records["users"][fate] for fate in fates] == [4, 2, 2, 0]


def test_a_file_of_its_own_content_again_is_no_second_name(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    for number in (1, 2, 1):
        raw.put("a.json", number)
        assert "same_bytes_as" not in raw.take()["users/a.json"]
