"""`edp contract check` against a commit: of the platform's own contracts and of other roots."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.roots import PARTS, use
from edp.cli import app
from edp.contract import check, committed
from edp.contract.change import Effect
from edp.failures import exit_code
from tests.e2e.changed_contracts import PLATFORM

MINE = "mine/contracts/source/parcels.yaml"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the platform as somebody has committed it, with a dataset in a root of its own."""
    root = tmp_path / "repository"
    for part in (*PARTS, "config"):
        shutil.copytree(PLATFORM / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for package in committed.PACKAGES:
        shutil.copytree(PLATFORM / package, root / package, dirs_exist_ok=True)
    users = (PLATFORM / "contracts/source/users.yaml").read_text("utf-8")
    (root / MINE).parent.mkdir(parents=True)
    (root / MINE).write_text(users.replace("users", "parcels"), "utf-8")
    (root / "config" / "local.toml").write_text('contracts = ["mine"]\n', "utf-8")
    git(root, "init", "--quiet")
    commit(root)
    for module in (check, committed):
        monkeypatch.setattr(module, "ROOT", root)
    use([root / "mine"])
    yield root
    use([])


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", root, *arguments], check=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    git(root, *who, "commit", "--quiet", "--message", "as it is")


def run(*options: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["contract", "check", "--json", *options])
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def changed(root: Path, old: str, new: str) -> None:
    """Another root with the same dataset, said otherwise: nobody has read it yet."""
    other = root / "other"
    shutil.copytree(root / "mine", other)
    file = other / Path(MINE).relative_to("mine")
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    use([other])


def test_nothing_changed_since_the_commit(repository: Path) -> None:
    found = run()
    assert (found["changes"], found["effect"]) == ([], "compatible")


def test_a_change_is_found_against_the_commit_before_it_too(repository: Path) -> None:
    changed(repository, "logicalTypeOptions: {minimum: 13,", "logicalTypeOptions: {minimum: 18,")
    (change,) = run(code=Effect.NOTICED.exit_code)["changes"]
    assert (change["contract"], change["part"]) == ("source.parcels", "age")
    assert change["rebuilt"] == ["silver.parcels", "lineage.parcels", "quarantine.parcels"]
    (repository / "readme").touch()
    commit(repository)
    assert run("--against", "HEAD~1", code=Effect.NOTICED.exit_code)["changes"] == [change]


def test_the_pull_request_and_the_screen_say_the_same(repository: Path) -> None:
    changed(repository, "logicalType: timestamp", "logicalType: date")
    to = repository / "check.md"
    done = CliRunner().invoke(app, ["contract", "check", "--markdown", str(to)])
    assert done.exit_code == Effect.BREAKING.exit_code
    for told in (done.stdout, to.read_text("utf-8")):
        assert "type timestamp → date" in told
        assert "source.parcels changed and has the version it had" in told
        assert "silver.parcels" in told


def test_what_cannot_be_read_is_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    def ask() -> int | None:
        code: int | None = app(["contract", "check", "--against", "nowhere"], standalone_mode=False)
        return code

    assert exit_code(ask, Console(stderr=True)) == 1
    told = capsys.readouterr().err
    assert "nowhere" in told
    assert "--against" in told


def test_a_contract_and_its_model_that_do_not_fit_are_told_beforehand(repository: Path) -> None:
    changed(repository, "name: parcels", "name: parcels")
    model = repository / "other" / "models" / "parcels_by_day.sql"
    model.parent.mkdir()
    model.write_text("select 1 as n from silver.parcels")
    done = CliRunner().invoke(app, ["contract", "check"])
    assert done.exit_code == 1
    assert "parcels_by_day.yaml" in str(done.exception)
