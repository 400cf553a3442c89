"""docs/commands.md lists what commands print with `--json`: all of it, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.roots import use
from edp.cli import app
from edp.contract.change import Effect
from tests.e2e import shop
from tests.e2e.changed_contracts import ChangedContracts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "commands.md"


def documented(command: str) -> list[str]:
    """The fields that the page lists for a command."""
    text = PAGE.read_text(encoding="utf-8").partition(f"## `edp {command}`")[2]
    return re.findall(r"(?m)^\| `([^`]+)` \|", text.partition("\n## ")[0])


def fields(value: Any, path: str = "") -> Iterator[str]:
    """Paths of all leaves of a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            # A suffix such as csv.gz has a point of its own.
            yield from fields(inner, f"{path}.{name.replace('.', '_')}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, f"{path}[]")
    else:
        yield path


def _pattern(field: str) -> str:
    return re.sub(r"<\w+>", r"[^.]+", re.sub(r"([.\[\]])", r"\\\1", field))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What each command prints, once on generated data; scored against another key as well."""
    folder = tmp_path_factory.mktemp("commands")
    raw, other, out = (str(folder / name) for name in ("raw", "other", "out"))
    small = ("--rows", "1000", "--dirty", "1")
    generated = _run("generate", *small, "--seed", "7", "--out", raw)
    _run("generate", *small, "--seed", "8", "--out", other)
    Path(raw, "users", "late.csv.part").touch()
    files = [str(f) for f in sorted(Path(raw, "events").rglob("*")) if f.is_file()]
    noted, empty, torn = (folder / name for name in ("noted.csv", "empty.csv", "torn.csv.gz"))
    noted.write_text("a,b\n1,2\n\x1a")
    empty.touch()
    torn.write_bytes(b"\x1f\x8b")
    bad, part = folder / "bad", folder / "part"
    _with_faults(bad)
    in_part = _run("pipeline", "--raw", str(bad), "--out", str(part), code=1)
    _run("aside", "add", "events/e2.csv", "--why", "a test", "--out", str(part))
    in_part += _run("pipeline", "--raw", str(bad), "--out", str(part), code=1)
    return {
        "aside": _run("aside", "list", "--out", str(part)),
        "generate": generated,
        "inspect": _run("inspect", *files, *map(str, (noted, empty, torn))),
        "pipeline": _run("pipeline", "--raw", raw, "--out", out) + in_part,
        "score": _run("score", "--raw", raw, "--out", out)
        + _run("score", "--raw", other, "--out", out, code=1),
        "verify": _verified(part),
        "insights": _run("insights", "--out", out) + _run("insights", "--out", str(part)),
        "quarantine list": _run("quarantine", "list", "--out", out),
        "quarantine show": _shown(out),
        "quarantine export": _run("quarantine", "export", "--out", out, "--to", str(folder / "to")),
        "contract check": _checked(folder, out),
        "profiles": _run("profiles"),
        "producer check": _run("producer", "check", str(ROOT / "examples/stripe/raw")),
        "contract propose": _run("contract", "propose", *files, "--name", "visits"),
    }


def _checked(folder: Path, out: str) -> list[Any]:
    """A column whose only alias is a new one, against a lake that has files."""
    ChangedContracts(folder / "contracts").alias("source.users", "city", "wohnort")
    try:
        return _run("contract", "check", "--lake", out, code=Effect.NOTICED.exit_code)
    finally:
        use([])


def _verified(lake: Path) -> list[Any]:
    """A lake with a dataset that is held back, and then with a wrong count as well."""
    printed = _run("verify", "--out", str(lake))
    page = max((lake / "publications" / "silver").glob("*.json"))
    said = page.read_text()
    page.write_text(said.replace('"bronze": ', '"bronze": 1'))
    printed += _run("verify", "--out", str(lake), code=1)
    page.write_text(said)
    return printed


def _shown(out: str) -> list[Any]:
    (groups,) = _run("quarantine", "list", "--by", "file", "--out", out)
    files = [group["example"]["file"] for group in groups["groups"][:3]]
    return [line for file in files for line in _run("quarantine", "show", file, "--out", out)]


def _with_faults(raw: Path) -> None:
    """A shop with a file that is set aside, and a dataset that is held back."""
    shop.write(raw, "users", "events")
    (raw / "events" / "bad.csv").write_text(f"{shop.EVENT_HEADER}\n" + "x,,,,some day,,,,\n" * 30)
    (raw / "transactions").mkdir()
    (raw / "transactions" / "bad.csv").write_text(f"{shop.TX_HEADER}\nx,,,,,,,,\n")


def _run(*arguments: str, code: int = 0) -> list[Any]:
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


COMMANDS = (
    "aside",
    "contract check",
    "contract propose",
    "producer check",
    "profiles",
    "generate",
    "inspect",
    "pipeline",
    "score",
    "verify",
    "insights",
    "quarantine list",
    "quarantine show",
    "quarantine export",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_lists_every_field(command: str, printed: dict[str, list[Any]]) -> None:
    known = re.compile("|".join(map(_pattern, documented(command))))
    found = {path for value in printed[command] for path in fields(value)}
    assert [path for path in sorted(found) if not known.fullmatch(path)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_field_of_the_page_is_printed(command: str, printed: dict[str, list[Any]]) -> None:
    found = {path for value in printed[command] for path in fields(value)}
    wanted = documented(command)
    assert wanted
    assert [f for f in wanted if not any(re.fullmatch(_pattern(f), p) for p in found)] == []


def test_every_file_is_a_line(printed: dict[str, list[Any]]) -> None:
    verdicts = {found["verdict"] for found in printed["inspect"]}
    assert verdicts == {"accept", "accept_with_quarantine", "reject", "empty"}
