"""Files from real life: what becomes of them, record by record (`tests/variants/field.md`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edp.engine import engine
from tests.e2e.field_cases import CASES, outcomes
from tests.variants.tables import rows

pytestmark = pytest.mark.slow
NAMES = sorted(folder.name for folder in CASES.iterdir())


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


@pytest.mark.parametrize("case", NAMES)
def test_each_record_of_a_case_has_its_outcome(case: str, tmp_path: Path) -> None:
    expected = {
        (row["file"], number): row["outcome"]
        for row in rows("field.md", case)
        for number in _numbers(row["records"])
    }
    columns = {part.partition("=")[0] for text in expected.values() for part in text.split()}
    found = outcomes(case, sorted(columns), tmp_path)
    ours = {place: outcome for place, outcome in found.items() if not place[0].endswith("base.csv")}
    assert ours == expected


def _numbers(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
