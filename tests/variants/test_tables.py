"""The reader of the tables itself, and that the pages together say enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.variants import tables


def test_cells_in_backticks_are_taken_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["# Page", "## One", "| in | out |", "|---|---|", "| ` a\\|b\\n` | 1 |"]
    lines += ["## Two", "| in |", "|--|", "| x |", ""]
    (tmp_path / "page.md").write_text("\n".join(lines))
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    assert tables.rows("page.md", "One") == [{"in": " a|b\n", "out": "1"}]
    assert tables.rows("page.md", "Two") == [{"in": "x"}]
