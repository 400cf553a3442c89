"""lake_folders.md: a lake works under its name, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from edp.errors import EdpError
from edp.pipeline import run
from edp.rebuild import rebuild
from tests.e2e import shop
from tests.e2e.lake import hashes
from tests.variants.tables import rows

ROWS = rows("lake_folders.md")
REFUSED = [row["name"] for row in ROWS if row["outcome"] == "refused"]
WORKS = [row["name"] for row in ROWS if row["outcome"] == "works"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_libraries_misread_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(EdpError, match="is misread by engines; choose another folder"):
        run(tmp_path / "raw", tmp_path / name, "sail", print)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_other_names_work(tmp_path: Path) -> None:
    """All in one path: each is one of its folders."""
    shop.write(tmp_path / "raw")
    out = tmp_path.joinpath(*WORKS)
    run(tmp_path / "raw", out, "sail", print)
    rebuild(tmp_path / "raw", out, "bronze", "sail", print)
    assert len(hashes(out)) == 20
