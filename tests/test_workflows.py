"""The workflows for GitHub: what they use is pinned, what they call exists, keys are nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from edp.cli import app
from scripts.run_workflows import steps

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / ".github").rglob("*.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
# Of a runner and its shell.
TOOLS = {"cat", "code=0", "echo", "exit", "gh", "git", "mkdir", "test"}
CDK = {"deploy", "diff", "synth"}


def _workflow(name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows" / name).read_text("utf-8"))
    return found


def _steps(value: Any) -> Iterator[dict[str, Any]]:
    """Every step of a workflow or of a composite action."""
    if isinstance(value, dict):
        yield from value.get("steps", [])
        for inner in value.values():
            yield from _steps(inner)


def _commands() -> list[str]:
    """Every line that a step runs."""
    loaded = [yaml.safe_load(path.read_text("utf-8")) for path in FILES]
    runs = [step["run"] for one in loaded for step in _steps(one) if "run" in step]
    return [line.strip() for run in runs for line in run.splitlines()]


def _is_pinned(line: str) -> bool:
    return bool(PINNED.search(line)) or "uses: ./.github/" in line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_used_is_pinned_to_a_commit_with_its_version(path: Path) -> None:
    lines = [line.rstrip() for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert [line for line in lines if not _is_pinned(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "uses: actions/checkout@v7",
        "uses: actions/checkout@3d3c42e # v7.0.1",
        "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    ],
)
def test_a_tag_a_short_hash_or_an_unknown_version_is_no_pin(line: str) -> None:
    assert not _is_pinned(line)


def test_one_action_has_one_version() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    pins = set(re.findall(r"uses: ([\w./-]+)@(\S+ # \S+)", text))
    assert len({name for name, _ in pins}) == len(pins)


def test_local_actions_and_workflows_exist() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    for name in re.findall(r"uses: \./(\S+)", text):
        path = ROOT / name
        assert path.is_file() or (path / "action.yml").is_file(), name


@pytest.mark.parametrize("command", _commands())
def test_what_a_step_runs_exists(command: str) -> None:
    tool, _, rest = command.partition(" ")
    what = rest.partition(" ")[0]
    if tool == "make":
        assert re.search(rf"^{what}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    elif tool == "edp":
        assert what in get_command(app).commands  # type: ignore[attr-defined]
    elif tool == "cdk":
        assert what in CDK
    else:
        assert tool in TOOLS


def test_options_of_our_own_command_exist() -> None:
    own = [command for command in _commands() if command.startswith("edp ")]
    assert any(command.startswith("edp contract check") for command in own)
    for command in own:
        found: Any = get_command(app)
        for word in command.removeprefix("edp ").split():
            found = getattr(found, "commands", {}).get(word, found)
        known = {o for p in found.params for o in p.opts}
        assert set(re.findall(r"--[\w-]+", command)) <= known


def test_every_environment_is_deployed_after_the_one_before_it() -> None:
    jobs = _workflow("deploy.yml")["jobs"]
    deployed = {name: job for name, job in jobs.items() if "with" in job}
    assert {name: job["needs"] for name, job in deployed.items()} == {
        "dev": "check",
        "staging": "dev",
        "prod": "staging",
    }
    assert all(job["with"]["environment"] == name for name, job in deployed.items())


def test_a_deployment_waits_for_its_environment_and_has_no_keys() -> None:
    job = _workflow("deploy-environment.yml")["jobs"]["deploy"]
    (credentials,) = [s for s in job["steps"] if "aws-actions/" in s.get("uses", "")]
    assert job["environment"] == "${{ inputs.environment }}"
    assert set(credentials["with"]) == {"role-to-assume", "aws-region"}
    assert not any("secrets." in path.read_text("utf-8") for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rights_are_named_and_nothing_from_outside_is_pasted_into_a_shell(path: Path) -> None:
    loaded = yaml.safe_load(path.read_text("utf-8"))
    assert "permissions" in loaded or "runs" in loaded
    pasted = {e for s in _steps(loaded) for e in re.findall(r"\$\{\{ (.*?) \}\}", s.get("run", ""))}
    assert pasted <= {"matrix.environment", "inputs.environment"}


def test_every_step_is_run_before_it_is_shipped_or_left_out_for_a_reason() -> None:
    found = {step.command for step in steps() if step.left_out is None}
    assert {"make setup wheels", "make lint", "edp baseline"} <= {c.strip() for c in found}
    assert any(c.startswith("cdk synth") for c in found)
    assert any("edp diff" in c for c in found)
    assert any("edp contract check" in c for c in found)
    assert "make workflows" in (ROOT / ".ci" / "run").read_text("utf-8")
