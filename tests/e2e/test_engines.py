"""Apache Spark gives what Sail gives: of generated files, of records of one key, of bad files.

One run for all: most of its time goes into making Java and Spark ready for each query.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from edp.cli import app
from generator import generate
from tests.e2e import shop
from tests.e2e.lake import hashes
from tests.variants import test_duplicates as duplicates

pytestmark = pytest.mark.slow


def write(raw: Path) -> None:
    """Generated files, every case of duplicates.md, and a file that is set aside."""
    generate(3_000, 7, 1.0, raw, workers=1)
    duplicates.write(raw)
    rubbish = "x,,,,some day,,,,\n" * 300
    (raw / "events" / "rubbish.csv").write_text(f"{shop.EVENT_HEADER}\n{rubbish}")


def run(raw: Path, out: Path, engine: str) -> dict[str, Any]:
    """What a run prints; datasets may be held back, so its exit code is compared as well."""
    places = ["--raw", str(raw), "--out", str(out)]
    done = CliRunner().invoke(app, ["pipeline", *places, "--engine", engine, "--json"])
    found: dict[str, Any] = json.loads(done.stdout)
    return {name: found[name] for name in ("aside", "missing", "records")} | {
        "exit code": done.exit_code
    }


def test_both_give_the_same(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw)
    found = {engine: run(raw, tmp_path / engine, engine) for engine in ("sail", "spark")}
    assert found["spark"] == found["sail"]
    assert "events/rubbish.csv" in [file["uri"] for file in found["spark"]["aside"]]
    assert hashes(tmp_path / "spark") == hashes(tmp_path / "sail")
