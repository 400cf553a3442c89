"""`edp contract check` names a producer that changed, and what is built anew for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.roots import folders, use
from edp.contract.compare import compare
from edp.contract.declared import declared
from tests.producers.made import describe

FED = "datasets:\n  users:\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"# A remark.\n{FED}", FED, []),
        (FED, f"timeZone: UTC\n{FED}", ["says otherwise: timeZone"]),
        (FED, "", ["gone"]),
        ("", FED, ["new"]),
    ],
)
def test_what_changed(tmp_path: Path, before: str, after: str, expected: list[str]) -> None:
    found = []
    for number, text in enumerate((before, after)):
        root = tmp_path / str(number)
        if text:
            describe(root, text)
        use([])
        found.append(declared(folders([str(root)])))
    changes = compare(*found)
    assert [c.what for c in changes] == expected
    assert all("silver.users" in c.rebuilt and "gold.dim_user" in c.rebuilt for c in changes)
    assert all(c.contract == "producer.acme" for c in changes)


def test_a_lake_that_knows_of_none_tells_nothing(tmp_path: Path) -> None:
    now = declared(folders([]))
    assert compare(replace(now, producers={}), now) == []
