"""Runs the command line as people do, and reads what it left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from contracts import datasets, load_layer
from edp.cli import app
from edp.lake import Lake
from edp.published import content_hash, open_published

SILVER = [f"silver.{d}" for d in datasets()] + [f"lineage.{d}" for d in datasets()]


def edp(*arguments: object) -> subprocess.CompletedProcess[str]:
    """One call of `edp`."""
    command = [sys.executable, "-m", "edp", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def pipeline(raw: Path, out: Path) -> None:
    """A run of the pipeline that must succeed, in this process: what it imports is there."""
    done = CliRunner().invoke(app, ["pipeline", "--raw", str(raw), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output


def hashes(out: Path) -> dict[str, str]:
    """Content hash of every silver, lineage, quarantine and gold table."""
    con = open_published(Lake.in_folder(out), "gold", "silver")
    gold = [c.id for c in load_layer("gold")]
    found = {name: content_hash(con, name) for name in (*SILVER, *gold)}
    for dataset in datasets():
        name = f"quarantine.{dataset}"
        found[name] = content_hash(con, name, ignoring=("run_id",))
    return found
