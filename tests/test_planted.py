"""Wrong assumptions that `make planted` plants: quick checks; the plants take minutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.planted import PLANTS, ROOT, Plant, planted, replaced

SERVICES = {"secret", "log-group", "wheels", "grant", "key-policy", "transaction"}


def test_there_is_one_for_every_service() -> None:
    assert {p.name for p in PLANTS} >= SERVICES


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.name)
def test_each_finds_what_it_replaces(plant: Plant) -> None:
    text = (ROOT / plant.file).read_text("utf-8")
    assert replaced(plant, text) != text


def test_code_that_has_moved_on_is_told() -> None:
    with pytest.raises(ValueError, match=r"stacks/handover.py: 'gone' is there 0 times, not once"):
        replaced(replace(PLANTS[0], right="gone"), "any text")


def test_a_copy_differs_in_that_file_only(tmp_path: Path) -> None:
    (plant,) = [p for p in PLANTS if p.name == "grant"]
    planted(plant, tmp_path)
    same = ["cdk_app.py", "contracts/__init__.py", "mwaa_dags/sql/foundation.sql"]
    for name in same:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
    assert "usage on schema gold to role analyst" not in (tmp_path / plant.file).read_text("utf-8")
    assert (tmp_path / "build/wheels").resolve() == (ROOT / "build/wheels").resolve()
