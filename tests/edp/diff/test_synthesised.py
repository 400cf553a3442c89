"""Changes planted in a small app that the CDK synthesises for real."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from edp.diff.compare import compare
from edp.diff.meaning import read_environment
from edp.diff.model import Comparison, Risk

KEEP, DROP = cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY


def _synth(
    out: Path,
    bucket_id: str = "Raw",
    removal: cdk.RemovalPolicy = KEEP,
    writes: bool = False,
    references: str = "weak",
    nested_queue: bool = True,
) -> Path:
    """A bucket in one stack, a role that reads it in another, a queue in a nested stack."""
    context = {"@aws-cdk/core:defaultCrossStackReferences": references}
    app = cdk.App(outdir=str(out), context=context)
    here = cdk.Environment(account="111111111111", region="eu-north-1")
    storage, jobs = (cdk.Stack(app, name, env=here) for name in ("Storage", "Jobs"))
    bucket = s3.Bucket(storage, bucket_id, removal_policy=removal, enforce_ssl=True)
    role = iam.Role(jobs, "Role", assumed_by=iam.ServicePrincipal("glue.amazonaws.com"))
    (bucket.grant_read_write if writes else bucket.grant_read)(role)
    inner = cdk.NestedStack(storage, "Events")
    if nested_queue:
        sqs.Queue(inner, "Queue")
    else:
        cdk.CfnWaitConditionHandle(inner, "Nothing")
    app.synth()
    return out


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _synth(tmp_path_factory.mktemp("before"))


def _compare(before: Path, after: Path) -> Comparison:
    return compare("dev", read_environment(before), read_environment(after))


def test_the_same_app_has_no_difference(before: Path, tmp_path: Path) -> None:
    found = _compare(before, _synth(tmp_path))
    assert (found.findings, found.changes) == ([], {})


def test_the_kind_of_reference_between_stacks_is_none(before: Path, tmp_path: Path) -> None:
    found = _compare(before, _synth(tmp_path, references="strong"))
    assert (found.findings, found.changes) == ([], {})


def test_a_renamed_construct_is_a_move_and_nothing_else(before: Path, tmp_path: Path) -> None:
    (found,) = _compare(before, _synth(tmp_path, bucket_id="Landing")).findings
    assert found.risk is Risk.MOVE
    assert found.resource.place.startswith("Storage/Landing")
    assert "was Storage/Raw" in found.what


def test_a_weaker_removal_policy_is_removed_retention(before: Path, tmp_path: Path) -> None:
    found = _compare(before, _synth(tmp_path, removal=DROP)).findings
    assert {finding.risk for finding in found} == {Risk.RETENTION}


def test_a_wider_grant_is_widened_iam_of_the_role(before: Path, tmp_path: Path) -> None:
    found = _compare(before, _synth(tmp_path, writes=True)).findings
    assert {finding.risk for finding in found} == {Risk.IAM}
    assert {finding.resource.type for finding in found} == {"AWS::IAM::Role"}
    assert any("s3:PutObject" in f.what and "${Storage/Raw" in f.what for f in found)


def test_a_loss_in_a_nested_stack_is_seen(before: Path, tmp_path: Path) -> None:
    (found,) = _compare(before, _synth(tmp_path, nested_queue=False)).findings
    assert (found.risk, found.resource.type) == (Risk.DATA_LOSS, "AWS::SQS::Queue")


def test_a_template_left_by_an_earlier_synth_does_not_count(before: Path, tmp_path: Path) -> None:
    after = _synth(tmp_path)
    (after / "Old.template.json").write_text('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}')
    assert _compare(before, after).changes == {}
