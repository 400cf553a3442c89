"""The folder of DAGs follows the bucket, file by file, and says what it cannot have."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from local_cloud.clients import client
from local_cloud.mwaa.source import Mirror, Source, SourceError, unpack
from tests.local_cloud.mwaa.bench import BUCKET, CLOSED, Bench

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(bench: Bench, tmp_path: Path) -> Path:
    """For DAGs, of which the bucket has none yet."""
    for found in bench.s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        bench.s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    (tmp_path / "dags").mkdir()
    return tmp_path / "dags"


def content(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_new_changed_and_removed_files_are_followed(bench: Bench, folder: Path) -> None:
    mirror = Mirror(Source(lambda: bench.s3, BUCKET), "dags/", folder)
    bench.put("dags/a.py", "one")
    bench.put("dags/sub/data.json", "{}")
    bench.put("dags/sub/", "")
    bench.put("elsewhere/b.py", "no")
    mirror.refresh()
    assert content(folder) == {"a.py": "one", "sub/data.json": "{}"}
    bench.put("dags/a.py", "two")
    bench.s3.delete_object(Bucket=BUCKET, Key="dags/sub/data.json")
    mirror.refresh()
    assert content(folder) == {"a.py": "two"}
    assert not (folder / "sub").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["dags"]


def test_a_file_that_stays_is_not_touched(bench: Bench, folder: Path) -> None:
    bench.put("dags/a.py", "one")
    Mirror(Source(lambda: bench.s3, BUCKET), "dags", folder).refresh()
    before = (folder / "a.py").stat()
    bench.put("dags/a.py", "one")
    # After a restart nothing is known of before.
    Mirror(Source(lambda: bench.s3, BUCKET), "dags", folder).refresh()
    assert (folder / "a.py").stat() == before


def test_what_is_in_the_folder_and_not_in_the_bucket_goes(bench: Bench, folder: Path) -> None:
    (folder / "left.py").write_text("old")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").touch()
    bench.put("dags/a.py", "one")
    Mirror(Source(lambda: bench.s3, BUCKET), "dags", folder).refresh()
    assert content(folder) == {"a.py": "one", "__pycache__/a.pyc": ""}


def test_a_key_that_leads_out_of_the_folder_is_refused(bench: Bench, folder: Path) -> None:
    bench.put("dags/../../outside.py", "no")
    with pytest.raises(SourceError, match="outside"):
        Mirror(Source(lambda: bench.s3, BUCKET), "dags", folder).refresh()


def test_the_role_decides_what_can_be_read(bench: Bench, folder: Path) -> None:
    bench.put("dags/a.py", "one")
    credentials = bench.client("sts").assume_role(
        RoleArn=bench.properties()["ExecutionRoleArn"], RoleSessionName="test"
    )["Credentials"]
    s3 = client("s3", credentials, bench.settings)
    Mirror(Source(lambda: s3, BUCKET), "dags", folder).refresh()
    assert content(folder) == {"a.py": "one"}
    where = {"LocationConstraint": bench.settings.region}
    bench.s3.create_bucket(Bucket="other", CreateBucketConfiguration=where)
    with pytest.raises(SourceError, match="AccessDenied"):
        Mirror(Source(lambda: s3, "other"), "dags", folder).refresh()


def test_an_old_version_can_be_asked_for(bench: Bench, folder: Path) -> None:
    old = bench.put("requirements.txt", "one")
    bench.put("requirements.txt", "two")
    source = Source(lambda: bench.s3, BUCKET)
    assert source.read("requirements.txt", old) == b"one"
    assert source.read("requirements.txt", None) == b"two"
    with pytest.raises(SourceError, match=r"requirements\.txt"):
        source.read("requirements.txt", "no-such-version")


@pytest.mark.fact(
    "MWAA", "the bucket is versioned and closed to the public", source="mwaa:mwaa-s3-bucket"
)
def test_a_bucket_must_be_versioned_and_closed(bench: Bench) -> None:
    Source(lambda: bench.s3, BUCKET).check()
    where = {"LocationConstraint": bench.settings.region}
    bench.s3.create_bucket(Bucket="open", CreateBucketConfiguration=where)
    with pytest.raises(SourceError, match="versioning"):
        Source(lambda: bench.s3, "open").check()
    on = {"Status": "Enabled"}
    bench.s3.put_bucket_versioning(Bucket="open", VersioningConfiguration=on)
    opened = dict.fromkeys(CLOSED, False)
    bench.s3.put_public_access_block(Bucket="open", PublicAccessBlockConfiguration=opened)
    with pytest.raises(SourceError, match="public"):
        Source(lambda: bench.s3, "open").check()


def test_plugins_take_the_place_of_those_before(tmp_path: Path) -> None:
    for name in ("old.whl", "new.whl"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, name)
        unpack(packed.getvalue(), tmp_path / "plugins")
    assert content(tmp_path / "plugins") == {"new.whl": "new.whl"}
    with pytest.raises(SourceError, match="zip"):
        unpack(b"no", tmp_path / "plugins")
