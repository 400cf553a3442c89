"""Which versions of files are new, and in which order they came."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake_protocol.ledger import Entry
from lakehouse.bronze.arrivals import new_files
from lakehouse.storage import RawFile, storage

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def in_folder(content: str, at: datetime = MOMENT) -> RawFile:
    return RawFile("users/a.csv", "/raw/users/a.csv", content, "1-2", at, 1, content)


def in_bucket(version: str, content: str = "") -> RawFile:
    return RawFile("users/a.csv", "s3://raw/users/a.csv", version, "", MOMENT, 1, content)


def line(file: RawFile) -> Entry:
    return {
        "uri": file.uri,
        "version": file.version,
        "content": file.content,
        "arrived_at": file.arrived_at.isoformat(),
        "data_file": None,
    }


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_a_folder_is_taken_anew_whenever_its_content_is_another(contents: list[str]) -> None:
    taken: list[Entry] = []
    for content in contents:
        for file in new_files([in_folder(content)], taken):
            taken.append(line(file))
        assert new_files([in_folder(content)], taken) == []
    changes = [c for n, c in enumerate(contents) if not n or contents[n - 1] != c]
    assert [e["content"] for e in taken] == changes
    versions = [e["version"] for e in taken]
    assert len(set(versions)) == len(versions)
    moments = [e["arrived_at"] for e in taken]
    assert len(set(moments)) == len(moments)
    assert moments == sorted(moments)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.integers(0, 12))
def test_of_a_bucket_every_version_is_taken_once(contents: list[str], cut: int) -> None:
    there = [in_bucket(f"v{n}", content) for n, content in enumerate(contents)]
    taken = [line(file) for file in new_files(there[:cut], [])]
    assert new_files(there[:cut], taken) == []
    later = new_files(there, taken)
    assert [e["version"] for e in taken] + [f.version for f in later] == [f.version for f in there]


def test_content_that_comes_back_is_a_version_of_its_own() -> None:
    taken = [line(in_folder("a")), line(in_folder("b"))]
    (back,) = new_files([in_folder("a")], taken)
    assert back.version == "a~2"
    assert back.content == "a"


def test_a_restored_file_is_newer_than_the_one_it_replaces(tmp_path: Path) -> None:
    """Its time may be the old one: `cp -p` and backups keep it."""
    path = tmp_path / "users" / "a.csv"
    path.parent.mkdir()
    taken: list[Entry] = []
    for content, at in ((b"good", 1_000), (b"bad", 2_000), (b"good", 1_000)):
        path.write_bytes(content)
        os.utime(path, (at, at))
        (new,) = new_files(storage(str(tmp_path)).raw_files(str(tmp_path)).files, taken)
        taken.append(line(new))
    moments = [datetime.fromisoformat(e["arrived_at"]) for e in taken]
    assert moments[0] < moments[1] < moments[2]


def test_lines_of_older_ledgers_say_the_same_by_version_and_records(tmp_path: Path) -> None:
    data = tmp_path / "a.parquet"
    moment = pa.array([MOMENT], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"_arrived_at": moment}), data)
    old = {"uri": "users/a.csv", "version": "a", "data_file": str(data)}
    assert new_files([in_folder("a")], [old]) == []
    (other,) = new_files([in_folder("b", MOMENT.replace(year=2020))], [old])
    assert other.arrived_at > MOMENT


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_version_that_was_refused_is_not_looked_at_again(version: str) -> None:
    assert new_files([in_bucket(version)], [line(in_bucket("v1")), line(in_bucket("v2"))]) == []
