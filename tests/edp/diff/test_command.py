"""The commands: exit code by class, summaries for people and machines, baselines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from edp.cli import app
from edp.diff.baseline import write_baseline
from edp.diff.meaning import read_environment
from edp.diff.model import Risk
from edp.diff.read import Templates
from edp.errors import EdpError
from tests.edp.diff import corpus
from tests.edp.diff.corpus import Change
from tests.edp.diff.platform import HASH, templates


def _write(platform: Templates, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for stack, template in platform.items():
        (folder / f"{stack}.template.json").write_text(json.dumps(template))
    return folder


@pytest.fixture
def baselines(tmp_path: Path) -> Path:
    write_baseline(templates(), tmp_path / "baselines" / "dev")
    return tmp_path / "baselines"


def _synth(tmp_path: Path, *changes: Change) -> Path:
    platform = templates()
    for change in changes:
        change(platform)
    return _write(platform, tmp_path / "cdk.out")


def _edp(command: str, baselines: Path, synth: Path, *options: str) -> Result:
    where = ("--baselines", str(baselines), "--synth", str(synth))
    return CliRunner().invoke(app, [command, "dev", *where, *options], env={"COLUMNS": "200"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (corpus.new_code, 0),
        (corpus.new_action, 10),
        (corpus.logs_kept_shorter, 11),
        (corpus.bucket_without_a_name_under_a_new_id, 12),
        (corpus.bucket_renamed, 13),
        (corpus.bucket_removed, 14),
    ],
)
def test_the_exit_code_is_that_of_the_class(
    baselines: Path, tmp_path: Path, change: Change, code: int
) -> None:
    assert _edp("diff", baselines, _synth(tmp_path, change)).exit_code == code


def test_the_worst_class_decides(baselines: Path, tmp_path: Path) -> None:
    synth = _synth(tmp_path, corpus.new_action, corpus.bucket_renamed, corpus.logs_kept_shorter)
    assert _edp("diff", baselines, synth).exit_code == Risk.REPLACEMENT.exit_code


def test_the_screen_says_what_where_and_what_to_do(baselines: Path, tmp_path: Path) -> None:
    text = _edp("diff", baselines, _synth(tmp_path, corpus.bucket_renamed)).stdout
    assert "✗ dev: 1 risk, 1 changed" in text
    assert "Storage/Raw" in text
    assert "BucketName changes: a new, empty one is made" in text
    assert f"replacement: {Risk.REPLACEMENT.advice}" in text


def test_no_difference_is_said_in_a_line(baselines: Path, tmp_path: Path) -> None:
    assert _edp("diff", baselines, _synth(tmp_path)).stdout == "✓ dev: no difference\n"


def test_the_summary_for_a_pull_request(baselines: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    synth = _synth(tmp_path, corpus.bucket_removed, corpus.new_code)
    _edp("diff", baselines, synth, "--markdown", str(summary))
    text = summary.read_text("utf-8")
    assert "### ❌ dev: 1 risk, 1 removed, 1 new code" in text
    assert "| **data loss** | `Storage/Code`<br>AWS::S3::Bucket | `is removed, and deleted" in text
    assert "- new code: `Jobs/Job`" in text


def test_json_for_machines(baselines: Path, tmp_path: Path) -> None:
    found: dict[str, Any] = json.loads(
        _edp("diff", baselines, _synth(tmp_path, corpus.boundary_removed), "--json").stdout
    )
    (environment,) = found["environments"]
    assert found["exit"] == Risk.IAM.exit_code
    assert environment["environment"] == "dev"
    assert environment["risks"][0]["place"] == "Jobs/Role"
    assert environment["changes"] == {"changed": ["Jobs/Role"]}


def test_a_synth_of_one_environment_cannot_stand_for_two(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["diff", "--synth", str(tmp_path)]).exit_code == 2


def test_a_missing_baseline_says_how_to_make_one(tmp_path: Path) -> None:
    error = _edp("diff", tmp_path, _synth(tmp_path)).exception
    assert isinstance(error, EdpError)
    assert "`edp baseline dev --accept`" in str(error)


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    (tmp_path / "Storage.template.json").write_text('{"Resources": {')
    with pytest.raises(EdpError, match=r"Storage\.template\.json cannot be read: .*line 1 column"):
        read_environment(tmp_path)


def test_an_empty_folder_is_no_synth(tmp_path: Path) -> None:
    with pytest.raises(EdpError, match=r"no \*\.template\.json in"):
        read_environment(tmp_path)


def test_accepting_makes_the_baseline_what_the_code_says(baselines: Path, tmp_path: Path) -> None:
    synth = _synth(tmp_path, corpus.bucket_renamed, corpus.whole_stack_removed)
    stale = _edp("baseline", baselines, synth).exception
    assert isinstance(stale, EdpError)
    assert "the baseline of dev differs in Jobs/Airflow and 4 more" in str(stale)
    assert _edp("baseline", baselines, synth, "--accept").exit_code == 0
    assert _edp("baseline", baselines, synth).exit_code == 0
    assert _edp("diff", baselines, synth).exit_code == 0
    assert [path.name for path in (baselines / "dev").iterdir()] == ["Storage.template.json"]


def test_new_code_does_not_make_a_baseline_stale(baselines: Path, tmp_path: Path) -> None:
    assert _edp("baseline", baselines, _synth(tmp_path, corpus.new_code)).exit_code == 0


def test_a_baseline_reads_well_and_has_no_metadata(baselines: Path) -> None:
    storage = (baselines / "dev" / "Storage.template.json").read_text("utf-8")
    assert "Metadata" not in storage
    assert storage.count("\n") > 100
    assert HASH in (baselines / "dev" / "Jobs.template.json").read_text("utf-8")
