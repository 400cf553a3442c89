"""Folders and buckets do the same for the jobs."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from botocore.exceptions import HTTPClientError

from lakehouse.bronze.repeated_files import repeats
from lakehouse.errors.failure import JobFailed
from lakehouse.storage import RawFile, storage
from lakehouse.storage.copy_raw import copy_raw
from lakehouse.storage.file_hash import file_hash
from lakehouse.storage.object_reader import BLOCK_BYTES, open_object
from tests.aws import aws

REGION = {"LocationConstraint": "eu-central-1"}
CLOUD = pytest.mark.slow


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with aws(tmp_path_factory.mktemp("aws")):
        yield


@pytest.fixture
def bucket(cloud: None) -> str:
    name = f"b-{uuid4().hex}"
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=REGION)
    return name


@pytest.fixture
def raw(bucket: str) -> str:
    """A bucket that keeps versions."""
    boto3.client("s3").put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    return f"s3://{bucket}/raw"


@pytest.fixture(params=["folder", pytest.param("bucket", marks=CLOUD)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Nothing is there."""
    if request.param == "folder":
        return str(tmp_path / "place")
    return f"s3://{request.getfixturevalue('bucket')}/place"


def put(place: str, name: str, content: bytes) -> None:
    """As producers do."""
    bucket, _, key = f"{place}/{name}".removeprefix("s3://").partition("/")
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def test_a_file_is_created_once(place: str) -> None:
    here = storage(place)
    here.create_text(f"{place}/claim.json", "first")
    with pytest.raises(FileExistsError):
        here.create_text(f"{place}/claim.json", "second")
    assert here.read_text(f"{place}/claim.json") == "first"
    here.write_text(f"{place}/claim.json", "third")
    assert here.read_text(f"{place}/claim.json") == "third"
    assert here.files(place, "") == [f"{place}/claim.json"]


def test_files_are_listed_moved_and_taken_away(place: str) -> None:
    here = storage(place)
    assert here.files(place, "") == []
    for name in ("b/2.json", "a/1.json", "a/1.txt", "ab/3.json"):
        here.write_text(f"{place}/{name}", name)
    assert here.files(place, ".json") == [
        f"{place}/{n}" for n in ("a/1.json", "ab/3.json", "b/2.json")
    ]
    here.move(f"{place}/b/2.json", f"{place}/c/2.json")
    assert here.read_text(f"{place}/c/2.json") == "b/2.json"
    here.delete(f"{place}/ab/3.json")
    here.delete(f"{place}/ab/3.json")
    assert here.files(f"{place}/a", ".json") == [f"{place}/a/1.json"]
    here.delete_below(f"{place}/a")
    here.delete_below(f"{place}/nothing")
    assert here.files(place, ".json") == [f"{place}/c/2.json"]


def test_a_mark_tells_contents_apart(place: str) -> None:
    here, path = storage(place), f"{place}/file"
    assert here.mark(path) is None
    here.write_text(path, "one")
    first = here.mark(path)
    assert first == here.mark(path)
    here.write_text(path, "two")
    assert here.mark(path) not in (first, None)


def test_arrow_writes_and_reads(place: str) -> None:
    path = f"{place}/rows.parquet"
    rows = pa.table({"a": [1, 2, 3]})
    storage(place).make_room(path)
    system, inside = storage(place).arrow(path)
    pq.write_table(rows, inside, filesystem=system)
    assert pq.read_table(inside, filesystem=system).equals(rows)


@CLOUD
def test_every_version_of_an_object_waits_but_what_was_taken_away(raw: str) -> None:
    for name, content in [
        ("events/a.csv", b"1"),
        ("events/a.csv", b"22"),
        ("events/b.csv", b"3"),
        ("_key/c.csv", b"4"),
        ("events/", b""),
        ("top.csv", b"5"),
    ]:
        put(raw, name, content)
    boto3.client("s3").delete_object(Bucket=raw.split("/")[2], Key="raw/events/b.csv")
    found = storage(raw).raw_files(raw).files
    assert [(f.uri, f.size, f.dataset) for f in found] == [
        ("events/a.csv", 1, "events"),
        ("events/a.csv", 2, "events"),
        ("top.csv", 1, None),
    ]
    for file, content in zip(found, [b"1", b"22", b"5"], strict=True):
        with storage(raw).open_raw(file.path, file.version) as source:
            assert source.read() == content


@CLOUD
def test_a_bucket_without_versions_is_refused(bucket: str) -> None:
    put(f"s3://{bucket}/raw", "events/a.csv", b"1")
    with pytest.raises(JobFailed, match="turn on versioning"):
        storage("s3://").raw_files(f"s3://{bucket}/raw")


@CLOUD
def test_a_bucket_that_is_not_there_is_one_line(cloud: None) -> None:
    with pytest.raises(JobFailed, match=r"^s3://no-such/raw: cannot be listed \(NoSuchBucket"):
        storage("s3://").raw_files("s3://no-such/raw")


@CLOUD
def test_a_version_that_is_gone_is_like_a_file_that_is_gone(raw: str, tmp_path: Path) -> None:
    put(raw, "events/a.csv", b"1")
    (file,) = storage(raw).raw_files(raw).files
    address = {"Bucket": raw.split("/")[2], "Key": "raw/events/a.csv"}
    boto3.client("s3").delete_object(**address, VersionId=file.version)
    with pytest.raises(FileNotFoundError):
        storage(raw).open_raw(file.path, file.version)
    copy_raw(file.path, file.version, str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()


@CLOUD
def test_only_the_same_content_under_the_same_name_is_a_repeat(raw: str) -> None:
    for content in (b"one", b"one", b"two", b"one", b"one", b"one", b"six"):
        put(raw, "events/a.csv", content)
    put(raw, "events/b.csv", b"one")
    files = storage(raw).raw_files(raw).files
    one, again, _, back, twice, thrice, *_ = files
    assert repeats(files, set(files)) == {again: one, twice: back, thrice: back}
    assert repeats(files, set(files) - {again, thrice}) == {twice: back}
    moments = [file.arrived_at for file in files if file.uri == one.uri]
    assert moments == sorted(set(moments))


class Objects:
    """Stands for a connection that breaks off in the middle of a block, so many times."""

    def __init__(self, content: bytes, breaks: int) -> None:
        self.content, self.breaks, self.largest = content, breaks, 0

    def head_object(self, **_: str) -> dict[str, Any]:
        return {"ContentLength": len(self.content)}

    def get_object(self, Range: str, **_: str) -> dict[str, Any]:
        first, last = map(int, Range.removeprefix("bytes=").split("-"))
        self.largest = max(self.largest, last + 1 - first)
        return {"Body": self if self.breaks else io.BytesIO(self.content[first : last + 1])}

    def read(self) -> bytes:
        self.breaks -= 1
        raise HTTPClientError(error="broken off")


def test_an_object_is_read_in_blocks_that_are_asked_for_again() -> None:
    content = bytes(range(256)) * (BLOCK_BYTES // 100)
    objects = Objects(content, breaks=2)
    with open_object(objects, "bucket", "key", "v1") as source:
        assert source.read(10) == content[:10]
        source.seek(-5, io.SEEK_END)
        assert source.read() == content[-5:]
        source.seek(0)
        assert b"".join(iter(lambda: source.read(1 << 20), b"")) == content
    assert objects.largest <= BLOCK_BYTES
    with (
        pytest.raises(HTTPClientError),
        open_object(Objects(content, breaks=9), "bucket", "key", "v1") as source,
    ):
        source.read(1)


def test_a_file_in_a_folder_is_never_a_repeat(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / "events" / name).write_bytes(b"same")
    files: list[RawFile] = storage(str(tmp_path)).raw_files(str(tmp_path)).files
    assert repeats(files, set(files)) == {}


def test_a_file_that_is_replaced_is_noticed_though_size_and_time_were_put_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"good")
    before, status = storage(str(path)).stamp(str(path)), path.stat()
    path.write_bytes(b"evil")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert storage(str(path)).stamp(str(path)) != before


def test_a_file_whose_stamp_is_known_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "users" / "a.csv"
    path.parent.mkdir()
    path.write_bytes(b"good")
    raw = str(tmp_path)
    known = {("users/a.csv", storage(raw).stamp(str(path))): "as the ledger says"}
    assert [f.content for f in storage(raw).raw_files(raw, known).files] == ["as the ledger says"]
    path.write_bytes(b"evil")
    [file] = storage(raw).raw_files(raw, known).files
    assert file.content == file_hash(path)
    assert not file.settled, "it could be written to once more in the same moment"
    os.utime(path, (0, 0))
    [file] = storage(raw).raw_files(raw, known).files
    assert not file.settled, "its time was put back just now"
