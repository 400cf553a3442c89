"""Makes the lake of an earlier release that tests take over: tests/e2e/lakes/<commit>.tar.xz.

    python scripts/old_lake.py f7c4092

Tables of Iceberg name their files by absolute paths, so a lake works where it was made only: in a
folder of that name below /tmp.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAKES = ROOT / "tests" / "e2e" / "lakes"
GENERATED = ("--rows", "150", "--seed", "7", "--dirty", "0.2")


def place(commit: str) -> Path:
    """Where the lake of a commit was made, and works."""
    return Path("/tmp") / f"edp-lake-of-{commit}"


def make(commit: str) -> Path:
    """Lets the code of a commit fill a lake; returns the archive of it."""
    lake, archive = place(commit), LAKES / f"{commit}.tar.xz"
    lake.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        git("worktree", "add", "--quiet", "--detach", str(code), commit)
        try:
            edp(code, "generate", *GENERATED, "--out", str(lake / "raw"))
            edp(code, "pipeline", "--raw", str(lake / "raw"), "--out", str(lake / "lake"))
        finally:
            git("worktree", "remove", "--force", str(code))
    LAKES.mkdir(exist_ok=True)
    with tarfile.open(archive, "w:xz") as packed:
        packed.add(lake, arcname=lake.name)
    return archive


def git(*arguments: str) -> None:
    """Runs git in the repository."""
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def edp(code: Path, *arguments: str) -> None:
    """Runs the command line of another copy of the code."""
    path = os.pathsep.join(str(code / part) for part in ("", "glue_scripts", "mwaa_dags"))
    subprocess.run(
        [sys.executable, "-m", "edp", *arguments],
        cwd=code,
        env=os.environ | {"PYTHONPATH": path},
        check=True,
    )


if __name__ == "__main__":
    print(make(sys.argv[1]))
