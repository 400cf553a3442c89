"""After a run it is known which rights nobody used, and which were missing."""

from __future__ import annotations

import uuid

import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.iam import record
from local_cloud.iam.permissions import Grant, Permissions, permissions
from local_cloud.iam.record import Call
from local_cloud.settings import Settings
from tests.local_cloud.roles import allow, role
from tests.local_cloud.waiting import wait_for

pytestmark = pytest.mark.slow


def found_for(cloud: Settings, name: str) -> Permissions:
    found = permissions(client("iam", settings=cloud), record.read(cloud))
    return next(p for p in found if p.role.endswith(name))


def test_rights_are_used_unused_or_missing(cloud: Settings) -> None:
    bucket = f"bucket-{uuid.uuid4().hex[:8]}"
    root = client("s3", settings=cloud)
    root.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    key = client("kms", settings=cloud).create_key()["KeyMetadata"]["Arn"]
    inside = f"arn:aws:s3:::{bucket}/in/*"
    credentials = role(
        cloud,
        allow("s3:PutObject s3:GetObject", inside),
        allow("kms:GenerateDataKey kms:Decrypt", key),
    )
    s3 = client("s3", credentials, cloud)
    of_key = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    s3.put_object(Bucket=bucket, Key="in/a", Body=b"x", **of_key)
    s3.put_object(Bucket=bucket, Key="in/b", Body=b"x", **of_key)
    for _ in range(2):
        with pytest.raises(ClientError):
            s3.put_object(Bucket=bucket, Key="out/a", Body=b"x")

    name = client("sts", credentials, cloud).get_caller_identity()["Arn"].split("/")[1]
    wait_for(lambda: found_for(cloud, name).denied)
    found = found_for(cloud, name)
    assert found.used == (Grant("kms:GenerateDataKey", key), Grant("s3:PutObject", inside))
    assert found.unused == (Grant("kms:Decrypt", key), Grant("s3:GetObject", inside))
    refused = Call(found.role, "s3:PutObject", f"arn:aws:s3:::{bucket}/out/a", allowed=False)
    assert found.denied == {refused: 2}


@pytest.mark.parametrize(
    ("action", "resource", "covered"),
    [
        ("s3:getobject", "arn:aws:s3:::b/in/*", True),
        ("s3:*", "*", True),
        ("s3:GetObject", "arn:aws:s3:::b/??/a", True),
        ("s3:GetObjectVersion", "arn:aws:s3:::b/in/*", False),
        ("s3:GetObject", "arn:aws:s3:::B/in/*", False),
    ],
)
def test_grants_cover_calls_as_policies_do(action: str, resource: str, covered: bool) -> None:
    call = Call("role", "s3:GetObject", "arn:aws:s3:::b/in/a", allowed=True)
    assert Grant(action, resource).covers(call) == covered
