"""The newcomer's transcript: its files are written, its commands are executed."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.roots import use
from edp.cli import app

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs" / "first-contact.md"
FILE = re.compile(r"`(exports/\S+)`(?:(?!```).)*?```csv\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)


@pytest.fixture(autouse=True)
def _only_the_platforms_own() -> Iterator[None]:
    yield
    use([])


def test_the_transcript_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page, printed = PAGE.read_text("utf-8"), []
    for name, text in FILE.findall(page):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf-8")
    for kind, text in BLOCK.findall(page):
        if kind == "sh":
            printed.append(_run(text))
        else:
            assert [line for line in text.splitlines() if line not in printed[-1]] == []
    (total,) = json.loads(printed[1])["revenue_totals"]
    assert f"Revenue is {total['revenue']} {total['currency']} in three orders" in page
    assert total["orders"] == 3
    assert "user_id" in printed[2]


def _run(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "edp"
    done = CliRunner().invoke(app, arguments, input="EUR\n")
    assert done.exit_code == 0, done.output
    return done.output
