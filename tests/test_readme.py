"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The lines of all fenced blocks in a language."""
    found = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", TEXT)
    return [line for block in found for line in block.splitlines() if line.strip()]


def commands(program: str) -> list[str]:
    """The commands shown that begin with a program."""
    return [line for line in blocks("sh") if line.startswith(f"{program} ")]


def test_every_command_shown_is_tested() -> None:
    assert set(blocks("sh")) == {*commands("edp"), *commands("make")}


@pytest.mark.parametrize("command", commands("make"))
def test_make_knows_the_target(command: str) -> None:
    subprocess.run(f"make -n -C {ROOT} {command[5:]}", shell=True, check=True, capture_output=True)


@pytest.mark.slow
def test_commands_shown_run_and_print_what_is_shown(tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    script = "set -e\n" + "\n".join(commands("edp"))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    assert len(blocks("text")) > 5
    assert [line for line in blocks("text") if line.rstrip() not in printed] == []
    assert (tmp_path / "lake" / "report.html").is_file()


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", TEXT))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
