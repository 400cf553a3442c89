"""Who may know whom: read off the import statements, without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Folder -> the parts of this repository its modules may import, besides modules of their own part.
MAY_IMPORT: dict[str, set[str]] = {
    "lake_protocol": set(),
    "config": {"lake_protocol"},
    "contracts": set(),
    "generator": {"contracts"},
    "glue_scripts": {"contracts", "lake_protocol", "lakehouse"},
    "mwaa_dags": {"contracts", "lake_protocol", "orchestration"},
    "scripts": set(),
    "local_cloud": set(),
    "stacks": {"config", "contracts", "lake_protocol"},
    "edp": {
        "config",
        "contracts",
        "generator",
        "lake_protocol",
        "lakehouse",
        "jobs",
        "local_cloud",
        "stacks",
    },
    "benchmarks": {"contracts", "generator", "lake_protocol", "lakehouse", "jobs", "edp"},
}
PACKAGES = {*MAY_IMPORT, "lakehouse", "orchestration"}


def _jobs() -> set[str]:
    """The entry points: Glue runs them as files, so on the path they are modules of their own."""
    return {path.stem for path in (ROOT / "glue_scripts").glob("*.py")}


def _part(module: str) -> str | None:
    """The part of this repository that a module belongs to; None for everybody else's."""
    top = module.partition(".")[0]
    if top in _jobs():
        return "jobs"
    return top if top in PACKAGES | {"tests"} else None


def _imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and module of every import, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _trespasses(folder: str, source: str) -> list[str]:
    allowed = MAY_IMPORT[folder] | ({folder} - {"glue_scripts"})
    return [
        f"line {line}: {folder} must not import {module}"
        for line, module in _imports(source)
        if module.startswith(".") or _part(module) not in allowed | {None}
    ]


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_part_knows_only_what_it_may_know(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}, {trespass}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for trespass in _trespasses(folder, path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "folder", ["config", "contracts", "generator", "glue_scripts", "mwaa_dags", "stacks", "edp"]
)
def test_the_parts_are_where_they_are_looked_for(folder: str) -> None:
    assert any((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("contracts", "import lakehouse.reader"),
        ("generator", "from edp.errors import EdpError"),
        ("generator", "def late():\n    import lakehouse"),
        ("glue_scripts", "from generator import clock"),
        ("glue_scripts", "from glue_scripts.lakehouse import reader"),
        ("glue_scripts", "from . import reader"),
        ("stacks", "from lakehouse.iceberg.catalog import append"),
        ("stacks", "from orchestration.handover import read"),
        ("mwaa_dags", "from lakehouse.ledger import entries"),
        ("mwaa_dags", "import config"),
        ("edp", "from tests.conservation import check_conservation"),
    ],
)
def test_a_trespass_is_seen(folder: str, source: str) -> None:
    assert _trespasses(folder, source)


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("contracts", "from contracts.model import Contract\nimport yaml"),
        ("glue_scripts", "import pyarrow\nfrom lakehouse.reader import verdict"),
        ("edp", "import duckdb, generator.plan"),
    ],
)
def test_what_is_allowed_passes(folder: str, source: str) -> None:
    assert not _trespasses(folder, source)
