"""Editing the library of the jobs changes code and its address, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from stacks import platform
from stacks.app import app_for, synth
from stacks.constructs import release
from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import Synthesised, environment

# Resource type -> its properties that may differ.
CODE = {
    "AWS::Glue::Job": {"Command", "DefaultArguments"},
    "Custom::CDKBucketDeployment": {"SourceObjectKeys", "SourceMarkers"},
    "AWS::SSM::Parameter": {"Value"},
}


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Synthesised:
    environment("dev")  # as it is, before anything is edited
    for folder in ("glue_scripts", "contracts", "lake_protocol"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "glue_scripts" / "lakehouse" / "dedupe" / "fates.py").open("a") as file:
        file.write("# edited\n")
    changed = release.jobs(tmp_path)
    monkeypatch.setattr(platform.release, "jobs", lambda: changed)
    return Synthesised(synth(app_for("dev", tmp_path / "out")))


def test_only_code_and_its_address_change(edited: Synthesised) -> None:
    changes = set(_changes(environment("dev"), edited))
    assert {kind for kind, _ in changes} == set(CODE)
    assert all(key in CODE[kind] for kind, key in changes)


def _changes(before: Synthesised, after: Synthesised) -> list[tuple[str, str]]:
    found = []
    for stack, template in before.templates().items():
        new: dict[str, Any] = after.templates()[stack]["Resources"]
        assert new.keys() == template["Resources"].keys()
        for name, resource in template["Resources"].items():
            old_properties, new_properties = resource["Properties"], new[name]["Properties"]
            keys = old_properties.keys() | new_properties.keys()
            changed = [k for k in keys if old_properties.get(k) != new_properties.get(k)]
            found += [(resource["Type"], k) for k in changed]
    return found
