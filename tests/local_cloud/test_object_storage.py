"""Parts and versions of objects are what was put."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.settings import Settings

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20


@pytest.fixture
def bucket(cloud: Settings) -> str:
    name = f"bucket-{uuid.uuid4().hex[:8]}"
    s3 = client("s3", settings=cloud)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture(scope="module")
def s3(cloud: Settings) -> Any:
    return client("s3", settings=cloud)


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=2-4", b"234"), ("bytes=7-", b"789"), ("bytes=-2", b"89"), ("bytes=8-99", b"89")],
)
def test_a_part_is_that_part(s3: Any, bucket: str, wanted: str, part: bytes) -> None:
    version = s3.put_object(Bucket=bucket, Key="a", Body=b"0123456789")["VersionId"]
    for which in ({}, {"VersionId": version}):
        found = s3.get_object(Bucket=bucket, Key="a", Range=wanted, **which)
        assert found["Body"].read() == part
        assert found["ResponseMetadata"]["HTTPStatusCode"] == 206
        assert found["ContentRange"].endswith("/10")


@pytest.mark.fact("S3", "a range beyond the end is refused", source="s3api:API_GetObject")
def test_a_part_beyond_the_end_is_refused(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a", Body=b"0123456789")
    with pytest.raises(ClientError, match="InvalidRange"):
        s3.get_object(Bucket=bucket, Key="a", Range="bytes=10-")


def test_a_part_does_not_cost_the_whole(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="large", Body=b"x" * 100 * MEGABYTE)
    began = time.perf_counter()
    for n in range(20):
        wanted = f"bytes={n * MEGABYTE}-{(n + 1) * MEGABYTE - 1}"
        assert len(s3.get_object(Bucket=bucket, Key="large", Range=wanted)["Body"].read())
    parts = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(2):
        s3.get_object(Bucket=bucket, Key="large")["Body"].read()
    # Ten times less is read; reading the whole for each part would take ten times longer.
    assert parts < 2 * (time.perf_counter() - began)


@pytest.mark.fact(
    "S3",
    "If-None-Match: * writes where there is no current version; a delete marker is none",
    source="s3:conditional-writes",
)
def test_of_writers_that_want_to_be_first_one_is(s3: Any, bucket: str) -> None:
    def write(body: bytes) -> str:
        try:
            s3.put_object(Bucket=bucket, Key="claimed", Body=body, IfNoneMatch="*")
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "written"

    with ThreadPoolExecutor(8) as writers:
        said = list(writers.map(write, [b"%d" % n for n in range(8)]))
    assert sorted(said) == ["PreconditionFailed"] * 7 + ["written"]
    s3.delete_object(Bucket=bucket, Key="claimed")
    assert write(b"again") == "written"
    assert s3.get_object(Bucket=bucket, Key="claimed")["Body"].read() == b"again"


@pytest.mark.fact("S3", "an old version stays as it was", source="s3:versioning-workflows")
def test_old_versions_stay_what_they_were(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="a")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="a", UploadId=upload, PartNumber=1, Body=b"first")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    made = s3.complete_multipart_upload(
        Bucket=bucket, Key="a", UploadId=upload, MultipartUpload=parts
    )
    bodies = {made["VersionId"]: b"first"}
    bodies[s3.put_object(Bucket=bucket, Key="a", Body=b"second")["VersionId"]] = b"second"
    source = {"Bucket": bucket, "Key": "a", "VersionId": made["VersionId"]}
    bodies[s3.copy_object(Bucket=bucket, Key="a", CopySource=source)["VersionId"]] = b"first"
    s3.delete_object(Bucket=bucket, Key="a")
    for version, body in bodies.items():
        found = s3.get_object(Bucket=bucket, Key="a", VersionId=version)
        assert found["Body"].read() == body
