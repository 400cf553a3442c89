"""Buckets and keys: closed, encrypted, kept where data must be kept."""

from __future__ import annotations

import pytest

from tests.stacks.synthesised import Synthesised, environment

STATEFUL = (
    "AWS::S3::Bucket",
    "AWS::KMS::Key",
    "AWS::Glue::Database",
    "AWS::RedshiftServerless::Namespace",
)


@pytest.fixture(scope="module", params=["dev", "prod"])
def env(request: pytest.FixtureRequest) -> Synthesised:
    return environment(request.param)


def test_every_bucket_is_closed_encrypted_versioned_and_tidied(env: Synthesised) -> None:
    buckets = env.properties("AWS::S3::Bucket")
    assert len(buckets) == 8
    for bucket in buckets:
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert bucket["LifecycleConfiguration"]["Rules"]
        logs = "-logs-" in bucket["BucketName"]
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        algorithm = rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"]
        assert algorithm == ("AES256" if logs else "aws:kms")
        assert logs or "LoggingConfiguration" in bucket


def test_every_bucket_refuses_plain_http(env: Synthesised) -> None:
    policies = {str(p["Bucket"]): p for p in env.properties("AWS::S3::BucketPolicy")}
    for bucket in env.of_type("AWS::S3::Bucket"):
        denied = [
            s
            for s in policies[str({"Ref": bucket["id"]})]["PolicyDocument"]["Statement"]
            if s["Effect"] == "Deny"
            and s["Action"] == "s3:*"
            and s.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
        ]
        assert denied, bucket["id"]


def test_raw_tells_event_bridge_without_a_function_of_its_own(env: Synthesised) -> None:
    (raw,) = (b for b in env.properties("AWS::S3::Bucket") if "-raw-" in b["BucketName"])
    assert raw["NotificationConfiguration"] == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }
    assert not list(env.of_type("Custom::S3BucketNotifications"))


def test_keys_rotate(env: Synthesised) -> None:
    assert [k["EnableKeyRotation"] for k in env.properties("AWS::KMS::Key")] == [True, True]


@pytest.mark.parametrize("kind", STATEFUL)
def test_prod_keeps_data_whatever_happens_to_its_resource(kind: str) -> None:
    for resource in environment("prod").of_type(kind):
        # Not `Retain`: that would also keep what a failed creation made, and with it the name.
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", resource["id"]
        assert resource["UpdateReplacePolicy"] == "Retain", resource["id"]


@pytest.mark.parametrize("kind", STATEFUL)
def test_dev_leaves_nothing_behind(kind: str) -> None:
    for resource in environment("dev").of_type(kind):
        assert resource["DeletionPolicy"] == "Delete", resource["id"]


def test_dev_empties_its_buckets_and_prod_has_nothing_that_could() -> None:
    assert len(list(environment("dev").of_type("Custom::S3AutoDeleteObjects"))) == 8
    assert not list(environment("prod").of_type("Custom::S3AutoDeleteObjects"))
