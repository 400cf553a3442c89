"""Synth: the same bytes every time, without an account, without looking anything up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aws_cdk as cdk
import pytest

from config import ConfigError, environments
from stacks import app as platform_app
from stacks.app import app_for, synth
from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import environment

# What runs on a laptop or in CI without an account.
NO_ACCOUNT = {
    k: v for k, v in os.environ.items() if not k.startswith("AWS_") and k != "CDK_CONTEXT_JSON"
}

ONLY = ("--exclusively", "--fail")
FLAGS = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]


def _bytes(folder: Path) -> dict[str, bytes]:
    """All JSON of a synth: templates, manifest, assets, reports."""
    return {p.name: p.read_bytes() for p in sorted(folder.glob("*.json"))}


@pytest.mark.parametrize("name", environments())
def test_stacks_stand_in_the_app_itself_and_look_nothing_up(name: str) -> None:
    manifest = json.loads((environment(name).folder / "manifest.json").read_text())
    kinds = [a["type"] for a in manifest["artifacts"].values()]
    assert kinds.count("aws:cloudformation:stack") == 9
    assert "cdk:cloud-assembly" not in kinds, "stacks in a Stage are not found by --all"
    assert "missing" not in manifest
    kept = [a["properties"]["terminationProtection"] for a in _stacks(manifest)]
    assert kept == [name not in ("dev", "local")] * 9


def _stacks(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    artifacts = manifest["artifacts"].values()
    return [a for a in artifacts if a["type"] == "aws:cloudformation:stack"]


@pytest.mark.slow
def test_diff_sees_a_planted_change(tmp_path: Path) -> None:
    """In one stack: that all nine are found by name is shown above."""
    folder, before = environment("dev").folder, tmp_path / "before.json"
    template = environment("dev").templates()["edp-dev-storage"]
    planted = {"Planted": {"Type": "AWS::SNS::Topic"}}
    before.write_text(json.dumps({**template, "Resources": template["Resources"] | planted}))
    assert _diff(folder, "edp-dev-storage", before) == 1


def test_diff_of_the_same_is_nothing() -> None:
    folder = environment("dev").folder
    assert _diff(folder, "edp-dev-storage", folder / "edp-dev-storage.template.json") == 0


def _diff(folder: Path, stack: str, before: Path) -> int:
    """Exit code of the CDK's own diff, without an account."""
    tools = Path(sys.executable).parent
    command = [tools / "cdk", "diff", stack, "--app", folder, "--template", before, *ONLY]
    path = f"{tools}{os.pathsep}{NO_ACCOUNT['PATH']}"
    quiet = {"capture_output": True, "check": False}
    return subprocess.run(command, env={**NO_ACCOUNT, "PATH": path}, **quiet).returncode


def test_twice_the_same_bytes(tmp_path: Path) -> None:
    run = _app(ROOT, {"env": "dev"}, {"CDK_OUTDIR": str(tmp_path)})
    assert run.returncode == 0, run.stderr
    first, second = _bytes(environment("dev").folder), _bytes(tmp_path)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_lookup_fails_the_synth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(app: cdk.App, _: object) -> None:
        stack = cdk.Stack(app, "S", env=cdk.Environment(account="111111111111", region="eu-west-1"))
        cdk.aws_ec2.Vpc.from_lookup(stack, "Vpc", is_default=True)
        cdk.CfnResource(stack, "Something", type="AWS::CloudFormation::WaitConditionHandle")

    monkeypatch.setattr(platform_app, "build", look_up)
    with pytest.raises(ConfigError, match=r"look up vpc-provider.* config/dev\.toml instead"):
        synth(app_for("dev", tmp_path))


def test_an_environment_that_nobody_named_is_one_line() -> None:
    run = _app(ROOT, {})
    assert run.returncode == 1
    assert run.stderr.startswith("error: unknown environment '': choose one with -c env=…, of dev,")
    assert len(run.stderr.splitlines()) == 1


def test_a_missing_contract_is_one_line(tmp_path: Path) -> None:
    for folder in ("config", "contracts", "lake_protocol", "stacks", "glue_scripts", "mwaa_dags"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "cdk_app.py", tmp_path)
    (tmp_path / "contracts" / "bronze" / "record.yaml").unlink()
    for target in ("glue", "mwaa"):
        shutil.copy(ROOT / f"requirements-{target}.txt", tmp_path)
    (tmp_path / "build").symlink_to(ROOT / "build")
    run = _app(tmp_path, {"env": "dev"})
    assert run.returncode == 1
    assert run.stderr == "error: no contract bronze.record: expected contracts/bronze/record.yaml\n"


def _app(
    root: Path, context: dict[str, str], more: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "cdk_app.py"],
        cwd=root,
        env={**NO_ACCOUNT, **more, "CDK_CONTEXT_JSON": json.dumps(FLAGS | context)},
        capture_output=True,
        text=True,
        check=False,
    )
