"""A synth by the real CDK CLI, with the rules, in a folder with an app of a few lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from edp.diff.read import read_templates
from edp.diff.synth import synthesise
from edp.errors import EdpError

APP = """\
import aws_cdk as cdk
from aws_cdk import aws_redshiftserverless as redshift
from stacks.policy import attach

app = cdk.App()
public = app.node.try_get_context("env") == "dev"
stack = cdk.Stack(app, "Warehouse")
redshift.CfnWorkgroup(stack, "Workgroup", workgroup_name="shop", publicly_accessible=public)
attach(app)
app.synth()
"""


@pytest.fixture(autouse=True)
def app_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    Path("app.py").write_text(APP)
    Path("cdk.json").write_text(json.dumps({"app": f"{sys.executable} app.py"}))


@pytest.mark.slow
def test_the_templates_of_an_environment(tmp_path: Path) -> None:
    assert list(read_templates(synthesise("prod", tmp_path / "out"))) == ["Warehouse"]


@pytest.mark.slow
def test_what_breaks_a_rule_stops_the_synth(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EdpError, match=r"`cdk synth .* env=dev` failed; what it says"):
        synthesise("dev", tmp_path / "out")
    said = capfd.readouterr()
    assert "RedshiftPublic: a public workgroup" in said.err
    assert "Suggested fix: set publicly_accessible=False" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_only_in_the_folder_of_the_app(tmp_path: Path) -> None:
    Path("cdk.json").unlink()
    with pytest.raises(EdpError, match=r"no cdk\.json here"):
        synthesise("dev", tmp_path / "out")
