"""What AWS documents, and the templates rely on. Each test names its source.

Short names of sources: `eb:` docs.aws.amazon.com/eventbridge/latest/userguide, `s3:`
…/AmazonS3/latest/userguide, `cft:` …/AWSCloudFormation/latest/TemplateReference, `mwaa:`
…/mwaa/latest/userguide, `glue:` …/glue/latest/dg, `rsm:` …/redshift/latest/mgmt.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from config import environments
from stacks.constructs import release
from tests.stacks.synthesised import Synthesised, environment


@pytest.fixture(scope="module", params=environments())
def env(request: pytest.FixtureRequest) -> Synthesised:
    return environment(request.param)


def rules_of(env: Synthesised, bucket: str) -> list[dict[str, Any]]:
    (found,) = (b for b in env.properties("AWS::S3::Bucket") if f"-{bucket}-" in b["BucketName"])
    rules: list[dict[str, Any]] = found["LifecycleConfiguration"]["Rules"]
    return rules


def test_versions_that_the_managed_airflow_names_never_expire(env: Synthesised) -> None:
    """cft:aws-resource-cloudformation-customresource: a custom resource whose properties stay is
    not asked again, so MWAA keeps naming a version that a later delivery has made an old one.
    """
    for rule in rules_of(env, "code"):
        if "NoncurrentVersionExpiration" in rule:
            assert rule["Prefix"] in ("dags/", "jobs/", "wheels/")


def test_what_every_build_reads_is_not_in_storage_that_charges_for_reading(
    env: Synthesised,
) -> None:
    """s3:storage-class-intro: STANDARD_IA charges for each byte retrieved."""
    for zone in ("bronze", "silver", "gold"):
        assert not [rule for rule in rules_of(env, zone) if "Transitions" in rule]


def test_a_creation_that_fails_leaves_no_names_behind() -> None:
    """cft:aws-attribute-deletionpolicy: Retain keeps a resource also when the operation that
    creates it is rolled back, RetainExceptOnCreate does not.
    """
    for template in environment("prod").templates().values():
        for resource in template["Resources"].values():
            assert resource.get("DeletionPolicy") != "Retain"


def test_event_bridge_may_use_the_key_of_its_queues_without_a_condition(env: Synthesised) -> None:
    """eb:eb-troubleshooting has the statement, without a condition."""
    statements = [s for k in env.properties("AWS::KMS::Key") for s in k["KeyPolicy"]["Statement"]]
    services = [s["Principal"].get("Service") for s in statements if "Condition" not in s]
    assert "events.amazonaws.com" in services


@pytest.mark.parametrize(
    "figure", ["FailedInvocations", "InvocationsSentToDlq", "InvocationsFailedToBeSentToDlq"]
)
def test_a_delivery_that_fails_is_alarmed(env: Synthesised, figure: str) -> None:
    """eb:eb-monitoring: sent only when not zero; by rule. Without rights on the dead letters the
    last one is the only sign.
    """
    (alarm,) = (a for a in env.properties("AWS::CloudWatch::Alarm") if a["MetricName"] == figure)
    assert alarm["Namespace"] == "AWS/Events"
    assert alarm["TreatMissingData"] == "notBreaching"
    (rule,) = (d["Value"] for d in alarm["Dimensions"])
    assert rule.endswith("-raw-arrived")


def test_a_dag_that_cannot_be_imported_is_alarmed(env: Synthesised) -> None:
    """The image only logs requirements that it cannot install (`user_requirements.py` of
    github.com/aws/amazon-mwaa-docker-images); name and dimensions as in public dashboards.
    """
    alarms = env.properties("AWS::CloudWatch::Alarm")
    (alarm,) = (a for a in alarms if a["MetricName"] == "ImportErrors")
    assert alarm["Namespace"] == "AmazonMWAA"
    assert {d["Name"]: d["Value"] for d in alarm["Dimensions"]}["Function"] == "DAG Processing"


@pytest.mark.parametrize("action", ["logs:DescribeLogStreams", "kms:Encrypt"])
def test_the_managed_airflow_has_all_rights_of_the_sample_role(
    env: Synthesised, action: str
) -> None:
    """mwaa:mwaa-create-role."""
    (environment_,) = env.properties("AWS::MWAA::Environment")
    role = str(environment_["ExecutionRoleArn"])
    policies = [p for p in env.properties("AWS::IAM::Policy") if str(p["Roles"][0]) in role]
    roles = [r for r in env.properties("AWS::IAM::Role") if "airflow" in str(r.get("RoleName"))]
    assert action in str(policies) + str(roles)


def test_the_warehouse_reaches_lake_and_catalog_from_its_network(env: Synthesised) -> None:
    """rsm:spectrum-enhanced-vpc: with enhanced VPC routing, external schemas are read by way of the
    network: the lake through S3's gateway endpoint, the catalog through Glue's endpoint or NAT.
    """
    (workgroup,) = env.properties("AWS::RedshiftServerless::Workgroup")
    assert workgroup["EnhancedVpcRouting"] is True
    reached = str([e["ServiceName"] for e in env.properties("AWS::EC2::VPCEndpoint")])
    assert ".s3" in reached
    assert ".glue" in reached or list(env.of_type("AWS::EC2::NatGateway"))


def test_glue_finds_wheels_and_the_list_of_them() -> None:
    """glue:aws-glue-programming-python-libraries, appendix: a folder `wheels` with the wheels and
    `wheels/requirements.txt`.
    """
    with zipfile.ZipFile(release.glue_wheels().path) as shipped:
        (name,) = (n for n in shipped.namelist() if n.endswith(".gluewheels.zip"))
        with zipfile.ZipFile(io.BytesIO(shipped.read(name))) as archive:
            names = set(archive.namelist())
            listed = archive.read("wheels/requirements.txt").decode().split()
    wheels = {n for n in names if n.endswith(".whl")}
    assert names == wheels | {"wheels/requirements.txt"}
    assert len(listed) == len(wheels) > 30
