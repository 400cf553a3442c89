"""Both packs run at every synth, and what they find stops it."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from stacks.policy import attach
from tests.stacks.policy import examples


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    return cdk.App(outdir=str(tmp_path), context={"env": "prod"})


def _refusal(app: cdk.App) -> str:
    attach(app)
    with pytest.raises(RuntimeError) as refused:
        app.synth()
    return str(refused.value)


def test_a_public_workgroup_fails_the_synth_with_the_rule_and_the_fix(app: cdk.App) -> None:
    examples.public_workgroup(cdk.Stack(app, "Warehouse"))
    text = _refusal(app)
    assert "RedshiftPublic: a public workgroup puts the warehouse's login" in text
    assert "Warehouse/Workgroup" in text
    assert "Suggested fix: set publicly_accessible=False" in text
    assert "EDP::RedshiftPublic" in text


def test_a_good_stack_passes(app: cdk.App) -> None:
    examples.private_workgroup(cdk.Stack(app, "Warehouse"))
    attach(app)
    assert [stack.stack_name for stack in app.synth().stacks] == ["Warehouse"]


def test_the_rules_of_aws_solutions_run_beside_ours(app: cdk.App) -> None:
    s3.Bucket(cdk.Stack(app, "Storage"), "Bucket")
    text = _refusal(app)
    assert "AwsSolutions-S1" in text
    assert "EDP::BucketLifecycle" in text


def test_prod_is_guarded_and_dev_is_not(tmp_path: Path) -> None:
    found = {}
    for env in ("prod", "dev"):
        app = cdk.App(outdir=str(tmp_path / env), context={"env": env})
        examples.throw_away_bucket(cdk.Stack(app, "Storage"))
        found[env] = _refusal(app)
    assert "EDP::ProdDeletable[DeletionPolicy]" in found["prod"]
    assert "EDP::ProdDeletable" not in found["dev"]


def test_an_acknowledgement_covers_what_it_names_and_nothing_else(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Jobs")
    role = examples.role(stack, examples.allow("s3:GetObject"), examples.allow("kms:Decrypt"))
    accepted = "EDP::WildcardResource[s3:GetObject]"
    cdk.Validations.of(role).acknowledge(cdk.Acknowledgment(id=accepted, reason="a test"))
    text = _refusal(app)
    assert "EDP::WildcardResource[kms:Decrypt]" in text
    assert accepted not in text


def test_a_nested_stack_is_no_hiding_place(app: cdk.App) -> None:
    examples.public_workgroup(cdk.NestedStack(cdk.Stack(app, "Outer"), "Inner"))
    text = _refusal(app)
    assert "EDP::RedshiftPublic" in text
    assert "Outer/Inner/Workgroup" in text
