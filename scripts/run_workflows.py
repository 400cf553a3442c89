"""Runs the steps of the GitHub workflows in a clean clone, as a runner would, as far as they go
without an account of AWS and without GitHub.

What is left out is printed with the reason. A step that fails ends the run with its exit code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = ROOT / ".github" / "workflows"
# A command that a step begins with, and why it is not run here.
LEFT_OUT = {
    "make test": "the test job, run by itself",
    "cdk diff": "compares with what is deployed",
    "cdk deploy": "needs an account",
    "gh ": "needs GitHub",
    "echo '::error::": "asks for a person's decision",
}
VALUES = {"github.base_ref": "HEAD", "github.event.number": "1"}


@dataclass(frozen=True)
class Step:
    """A command of a job, with the variables it asks for."""

    job: str
    command: str
    variables: dict[str, str]

    @property
    def left_out(self) -> str | None:
        """Why it is not run; None if it is."""
        return next((why for how, why in LEFT_OUT.items() if self.command.startswith(how)), None)


def steps() -> list[Step]:
    """All steps of all jobs, those of the composite action first and once."""
    action = yaml.safe_load((ROOT / ".github/actions/set-up/action.yml").read_text("utf-8"))
    found = [Step("set-up", s["run"], {}) for s in action["runs"]["steps"] if "run" in s]
    for file in sorted(WORKFLOWS.glob("*.yml")):
        jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
        for name, job in jobs.items():
            found += _of_job(f"{file.stem}/{name}", job)
    return found


def _of_job(name: str, job: dict[str, Any]) -> Iterator[Step]:
    matrix = job.get("strategy", {}).get("matrix", {"": [""]})
    ((key, values),) = matrix.items()
    for value in values:
        for step in job.get("steps", ()):
            if "run" in step:
                command = step["run"].replace(f"${{{{ matrix.{key} }}}}", value)
                variables = {k: _value(str(v)) for k, v in step.get("env", {}).items()}
                yield Step(f"{name} {value}".strip(), command, variables)


def _value(text: str) -> str:
    return VALUES.get(text.removeprefix("${{").removesuffix("}}").strip(), "")


def run(step: Step, clone: Path, runner: Path) -> None:
    """Runs a step in a clone; raises CalledProcessError when it fails."""
    files = {n: runner / n for n in ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.touch()
    added = files["GITHUB_PATH"].read_text("utf-8").split()
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "VIRTUAL_"))}
    surroundings |= {k: str(v) for k, v in files.items()} | step.variables
    surroundings["PATH"] = os.pathsep.join([*reversed(added), os.environ["PATH"]])
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step.command], cwd=clone, check=True, env=surroundings
    )


def main() -> None:
    """Clones what is committed, and runs."""
    with tempfile.TemporaryDirectory(prefix="workflows-") as folder:
        clone = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for step in steps():
            first = step.command.strip().splitlines()[0]
            if step.left_out:
                print(f"–  {step.job}: {first}  ({step.left_out})", flush=True)
                continue
            began = time.monotonic()
            try:
                run(step, clone, Path(folder))
            except subprocess.CalledProcessError as error:
                print(f"✗  {step.job}: {first}  (exit code {error.returncode})", file=sys.stderr)
                sys.exit(error.returncode)
            print(f"✓  {step.job}: {first}  ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
