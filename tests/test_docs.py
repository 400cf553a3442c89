"""The indexes of the documentation list what there is, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
STATUS = r"Proposed|Accepted|Superseded by \d+"
HEAD = re.compile(rf"# (\d+)\. (.+)\n\n\*({STATUS}) \d{{4}}-\d{{2}}-\d{{2}}\.\*\n")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def _head(page: Path) -> re.Match[str]:
    found = HEAD.match(page.read_text(encoding="utf-8"))
    assert found, f"{page.name}: must begin with its number, title, status and date"
    return found


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_number_status_and_date_and_is_in_the_index(page: Path) -> None:
    head = _head(page)
    assert int(head[1]) == int(page.name[:4])
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert f"[{head[2]}]({page.name})" in index


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


def test_every_page_is_in_the_index_of_the_documentation() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [p for p in (ROOT / "docs").glob("*.md") if p.name != "README.md"]
    assert [p.name for p in pages if f"]({p.name})" not in index] == []
