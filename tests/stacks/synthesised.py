"""The templates of an environment, made once per test run, without the command line."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stacks.app import app_for, synth

Resource = dict[str, Any]


@dataclass(frozen=True)
class Synthesised:
    """A folder of templates."""

    folder: Path

    def of_type(self, kind: str, part: str = "") -> Iterator[Resource]:
        """All resources of a type, with the stack and the logical id they have."""
        for stack, template in self.templates().items():
            for name, resource in template.get("Resources", {}).items():
                if resource["Type"] == kind and stack.endswith(part):
                    yield {"Properties": {}, **resource, "stack": stack, "id": name}

    def properties(self, kind: str, part: str = "") -> list[dict[str, Any]]:
        """The properties of all resources of a type."""
        return [r["Properties"] for r in self.of_type(kind, part)]

    def templates(self) -> dict[str, dict[str, Any]]:
        """Stack -> template."""
        return _templates(self.folder)


@cache
def environment(name: str) -> Synthesised:
    """An environment's templates; the processes of a test run share them."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir(), f"synth-{run}", name)
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "manifest.json").exists():
            synth(app_for(name, folder))
    return Synthesised(folder)


@cache
def _templates(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.name.removesuffix(".template.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.template.json"))
    }


def statements(role: Resource) -> list[dict[str, Any]]:
    """What a role is allowed, with lists where one value may stand alone."""
    found = []
    for policy in role["Properties"].get("Policies", ()):
        for one in policy["PolicyDocument"]["Statement"]:
            found.append(one | {k: _listed(one[k]) for k in ("Action", "Resource")})
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def role(env: Synthesised, name: str) -> Resource:
    """The role of that name, without prefix and environment."""
    return next(
        r
        for r in env.of_type("AWS::IAM::Role")
        if r["Properties"].get("RoleName", "").partition("-")[2].partition("-")[2] == name
    )
