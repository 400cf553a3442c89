"""Synthesises an environment with the CDK CLI, as a deployment would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from edp.errors import EdpError


def synthesise(environment: str, out: Path) -> Path:
    """Writes the templates of an environment to a folder; needs no credentials.

    What the CDK prints, such as findings of the rules, goes to standard error.

    Raises:
        EdpError: this is not the folder of the app, or the synth failed.
    """
    if not Path("cdk.json").exists():
        raise EdpError("no cdk.json here: run this in the repository's folder")
    command = ["cdk", "synth", "--quiet", "--lookups=false", "-c", f"env={environment}"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            [*command, "--output", str(out)],
            env={**os.environ, "PATH": path},
            stdout=sys.stderr.fileno(),
            check=False,
        )
    except FileNotFoundError as error:
        raise EdpError("no cdk command: run `make setup`") from error
    if done.returncode:
        raise EdpError(f"`{' '.join(command)}` failed; what it says stands above")
    return out
