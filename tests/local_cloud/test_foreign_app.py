"""An app that has nothing to do with the platform works in the cloud, and goes without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.cdk import Cdk, CdkError, synth
from local_cloud.clients import client
from local_cloud.inventory import added, inventory
from local_cloud.settings import Settings

pytestmark = pytest.mark.slow

APP = Path(__file__).parent / "foreign_app"
STACK = "letters"
SECONDS = 10


@pytest.fixture(scope="module")
def app(cloud: Settings, tmp_path_factory: pytest.TempPathFactory) -> Cdk:
    out = synth(APP, tmp_path_factory.mktemp("synth") / "out", {})
    cdk = Cdk(settings=cloud, app=out, context={})
    cdk.bootstrap()
    return cdk


@pytest.fixture(scope="module")
def outputs(app: Cdk) -> Iterator[dict[str, str]]:
    """The stack's outputs; afterwards nothing of it is left."""
    before = inventory(app.settings)
    app.deploy()
    (stack,) = client("cloudformation", settings=app.settings).describe_stacks(StackName=STACK)[
        "Stacks"
    ]
    yield {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
    app.destroy()
    left = added(before, inventory(app.settings))
    # As on AWS: Lambda makes a log group for each function, and they stay.
    logs = left.pop("cloudwatch_logs.log_groups")
    assert all(name.startswith(f"/aws/lambda/{STACK}-") for name in logs)
    assert left == {}


def test_files_are_delivered_as_the_delivery_says(app: Cdk, outputs: dict[str, str]) -> None:
    s3 = client("s3", settings=app.settings)
    found = s3.list_objects_v2(Bucket=outputs["Box"])["Contents"]
    assert {o["Key"] for o in found} == {"site/hello.txt", "site/where.json"}
    where = s3.get_object(Bucket=outputs["Box"], Key="site/where.json")
    assert json.load(where["Body"]) == {"box": outputs["Box"]}
    assert where["ContentType"] == "text/plain"


def test_a_file_that_arrives_rings_the_bell(app: Cdk, outputs: dict[str, str]) -> None:
    client("s3", settings=app.settings).put_object(Bucket=outputs["Box"], Key="a b+c", Body=b"x")
    sqs = client("sqs", settings=app.settings)
    heard = sqs.receive_message(
        QueueUrl=outputs["Bell"], WaitTimeSeconds=SECONDS, MaxNumberOfMessages=10
    )["Messages"]
    keys = {json.loads(m["Body"])["detail"]["object"]["key"] for m in heard}
    assert "a b+c" in keys


def test_custom_resources_are_run(outputs: dict[str, str]) -> None:
    assert outputs["Words"] == "4"
    # The call was made under the role of CDK's own function.
    assert ":assumed-role/" in outputs["Caller"]


def test_a_second_deployment_changes_nothing(app: Cdk, outputs: dict[str, str]) -> None:
    assert "Number of stacks with differences: 0" in app.diff()
    assert f"{STACK} (no changes)" in app.deploy()


def test_a_type_that_is_not_supported_is_refused_by_name(app: Cdk) -> None:
    kind = "AWS::MSK::Cluster"
    strange = Cdk(settings=app.settings, app=APP, context={"kind": kind})
    with pytest.raises(CdkError, match=f"Unrecognized resource types: .{kind}"):
        strange.deploy("strange")
