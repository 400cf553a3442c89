"""What the checkers say, and how little of it is waved through."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from config import environments
from stacks import acknowledged
from stacks import app as platform_app
from stacks.app import app_for, synth
from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import environment


@pytest.mark.slow
def test_cfn_lint_finds_nothing() -> None:
    """All kinds of templates of all environments at once: reading what it knows takes its time."""
    folders = [environment(name).folder for name in environments()]
    shapes = {shape(file): str(file) for f in folders for file in f.glob("*.template.json")}
    templates = sorted(shapes.values())
    assert len(templates) > len(list(folders[0].glob("*.template.json")))
    run = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), *templates],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def shape(template: Path) -> str:
    """A template without what tells environments apart by name: name, account, hashes, network."""
    text = template.read_text(encoding="utf-8").replace(template.parent.name, "")
    return re.sub(r"[0-9A-Fa-f]{8,}|\b10\.\d+\.", "", text)


def test_cdk_nag_stops_a_synth(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plant(app: cdk.App, _: object) -> None:
        s3.Bucket(cdk.Stack(app, "Planted"), "Open")

    monkeypatch.setattr(platform_app, "build", plant)
    with pytest.raises(RuntimeError, match="AwsSolutions-S10"):
        synth(app_for("dev", tmp_path_factory.mktemp("planted")))


def test_acknowledgements_are_few_and_each_has_a_reason() -> None:
    ignored = re.findall(r"^  - \w+", (ROOT / ".cfnlintrc.yaml").read_text(), re.MULTILINE)
    reasons = {
        **acknowledged.REASONS,
        **acknowledged.FUNCTIONS,
        **acknowledged.LOG_BUCKET,
        **acknowledged.WILDCARDS,
    }
    # One more for the actions that AWS knows no resource for.
    assert len(reasons) + len(ignored) + 1 < 15
    assert all(len(reason.split()) > 7 for reason in reasons.values())
