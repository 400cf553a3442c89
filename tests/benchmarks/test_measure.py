"""Measuring a command: its children count, its failure is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measure import Measured, RunFailed, measure

BUSY = "import time\nwhile time.process_time() < 0.5: pass"
# The parent ends at once and leaves its child behind, as a driver leaves its Java engine.
ORPHAN = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}])"
HOG = "import time\nheld = bytearray(200_000_000)\ntime.sleep(0.5)"
PARENT_OF_HOG = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {HOG!r}])"


def run(code: str, folder: Path) -> Measured:
    return measure([sys.executable, "-c", code], folder / "log", {})


def test_time_and_output(tmp_path: Path) -> None:
    found = run("import time\ntime.sleep(0.3)\nprint('done')", tmp_path)
    assert found.output == "done\n"
    assert 0.3 <= found.seconds < 5
    assert found.cpu_seconds < found.seconds


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to a chosen process")
def test_the_processor_time_of_orphans_counts(tmp_path: Path) -> None:
    assert run(ORPHAN, tmp_path).cpu_seconds >= 0.5


def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    assert run(PARENT_OF_HOG, tmp_path).peak_bytes > 200_000_000
    assert run("import time\ntime.sleep(0.5)", tmp_path).peak_bytes < 200_000_000


def test_a_failure_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="ended with 3"):
        run("import sys\nprint('why', file=sys.stderr)\nsys.exit(3)", tmp_path)
    assert (tmp_path / "log").read_text() == "why\n"


def test_what_ran_before_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time\ntime.sleep(60)"]) as other:
        assert run("print()", tmp_path).seconds < 5
        assert other.poll() is None
        other.kill()
