"""Names: apart in one account, and such as AWS takes at their longest, in another partition."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from config import Config, load
from stacks.app import app_for
from stacks.constructs.archive import ROOT
from stacks.platform import build
from tests.stacks.synthesised import Synthesised, environment

# Type -> the property with its name, and how long AWS lets that be.
LIMITS = {
    "AWS::S3::Bucket": ("BucketName", 63),
    "AWS::IAM::Role": ("RoleName", 64),
    "AWS::Glue::Job": ("Name", 255),
    "AWS::Glue::SecurityConfiguration": ("Name", 255),
    "AWS::SQS::Queue": ("QueueName", 80),
    "AWS::Events::Rule": ("Name", 64),
    "AWS::SNS::Topic": ("TopicName", 256),
    "AWS::MWAA::Environment": ("Name", 80),
    "AWS::RedshiftServerless::Namespace": ("NamespaceName", 64),
    "AWS::RedshiftServerless::Workgroup": ("WorkgroupName", 64),
    "AWS::Athena::WorkGroup": ("Name", 128),
    "AWS::CloudWatch::Alarm": ("AlarmName", 255),
    "AWS::CloudWatch::Dashboard": ("DashboardName", 255),
    "AWS::KMS::Alias": ("AliasName", 256),
    "AWS::Logs::LogGroup": ("LogGroupName", 512),
    "AWS::SSM::Parameter": ("Name", 1011),
}
TAGGED = (
    *("AWS::S3::Bucket", "AWS::KMS::Key", "AWS::IAM::Role", "AWS::SQS::Queue", "AWS::SNS::Topic"),
    *("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::Glue::Job"),
    *("AWS::RedshiftServerless::Namespace", "AWS::RedshiftServerless::Workgroup"),
    *("AWS::MWAA::Environment", "AWS::Athena::WorkGroup", "AWS::Logs::LogGroup"),
)


def _names(env: Synthesised) -> dict[str, set[str]]:
    return {
        kind: {str(p[key]) for p in env.properties(kind) if key in p}
        for kind, (key, _) in LIMITS.items()
    }


def _longest() -> Config:
    """The longest that the configuration allows, with every switch the other way round."""
    dev: dict[str, Any] = load("dev").model_dump(by_alias=True)
    zones = [f"cn-northwest-1{z}" for z in "abc"]
    return Config.model_validate(
        dev
        | {
            "name": "eightlet",
            "prefix": "twelve-chars",
            "region": "cn-northwest-1",
            "permissions_boundary": "teams-boundary",
            "network": dev["network"] | {"availability_zones": zones, "nat": True},
            "alarms": dev["alarms"] | {"email": "team@example.com"},
        }
    )


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory) -> Synthesised:
    folder: Path = tmp_path_factory.mktemp("longest")
    app = app_for("dev", folder)
    build(app, _longest())
    app.synth()
    return Synthesised(folder)


def test_the_longest_names_fit(longest: Synthesised) -> None:
    for kind, (_, limit) in LIMITS.items():
        for name in _names(longest)[kind]:
            assert len(name) <= limit, (kind, name)


def test_nothing_is_named_after_another_partition(longest: Synthesised) -> None:
    """docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: `arn:partition:…`."""
    for file in longest.folder.glob("*.template.json"):
        assert "arn:aws:" not in file.read_text(encoding="utf-8"), file.name


def test_the_stacks_write_no_partition_and_no_host_themselves() -> None:
    for file in (ROOT / "stacks").rglob("*.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert "arn:aws:" not in line, file
            assert "amazonaws.com" not in line, file


def test_the_longest_names_match_what_the_registry_says(longest: Synthesised) -> None:
    """Pattern and length from CloudFormation's own schemas, as cfn-lint brings them."""
    looked_up = 0
    for kind, (key, _) in LIMITS.items():
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("eu-central-1", kind)
        said = schema.schema["properties"].get(key, {})
        looked_up += "pattern" in said
        for name in _names(longest)[kind]:
            assert re.search(said.get("pattern", "").replace(r"\Z", "$"), name), (kind, name)
            assert said.get("minLength", 1) <= len(name) <= said.get("maxLength", 2048), kind
    assert looked_up > 6


def test_databases_of_the_catalog_are_named_as_athena_and_redshift_want(
    longest: Synthesised,
) -> None:
    """docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html."""
    names = [d["DatabaseInput"]["Name"] for d in longest.properties("AWS::Glue::Database")]
    assert names
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,254}", name) for name in names)


def test_the_longest_parameters_fit(longest: Synthesised) -> None:
    assert max(len(p["Value"]) for p in longest.properties("AWS::SSM::Parameter")) <= 4096


def test_every_kind_of_thing_with_a_name_is_looked_at(longest: Synthesised) -> None:
    assert all(_names(longest).values())


def test_environments_in_one_account_do_not_collide() -> None:
    dev, prod = _names(environment("dev")), _names(environment("prod"))
    for kind in LIMITS:
        assert not dev[kind] & prod[kind], kind
    assert not set(environment("dev").templates()) & set(environment("prod").templates())


def test_the_boundary_is_on_every_role(longest: Synthesised) -> None:
    roles = longest.properties("AWS::IAM::Role")
    assert roles
    for role in roles:
        assert "policy/teams-boundary" in str(role["PermissionsBoundary"])


def test_with_nat_tasks_get_out_and_nobody_gets_in(longest: Synthesised) -> None:
    assert len(list(longest.of_type("AWS::EC2::NatGateway"))) == 1
    interfaces = [
        e
        for e in longest.properties("AWS::EC2::VPCEndpoint")
        if e.get("VpcEndpointType") == "Interface"
    ]
    assert not interfaces
    assert not any(s["MapPublicIpOnLaunch"] for s in longest.properties("AWS::EC2::Subnet"))


def test_everything_is_tagged(longest: Synthesised) -> None:
    for kind in TAGGED:
        for properties in longest.properties(kind):
            if kind == "AWS::IAM::Role" and "RoleName" not in properties:
                continue  # CDK's own helpers cannot be tagged
            tags = properties["Tags"]
            if isinstance(tags, list):
                tags = {t["Key"]: t["Value"] for t in tags}
            assert tags["environment"] == "eightlet", kind
            assert {"owner", "cost-centre", "data-class"} <= tags.keys(), kind
