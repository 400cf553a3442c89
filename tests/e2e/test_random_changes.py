"""A lake that lived through changes and arrivals is what a fresh build makes of all the files.

Two short lives here; `make changes` plays 200.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edp.engine import engine
from lakehouse.bronze import second_look
from tests.e2e.changes.sequence import Sequence, only_this_world

pytestmark = pytest.mark.slow

# In both of them a file is refused at first and taken when its contract has changed.
SEEDS = (1, 3)


@pytest.fixture(scope="module", autouse=True)
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with only_this_world(tmp_path_factory.mktemp("base")), engine("sail"):
        yield


@pytest.mark.parametrize("seed", SEEDS)
def test_no_record_is_lost_and_no_run_is_stuck(seed: int, tmp_path: Path) -> None:
    sequence = Sequence(tmp_path, seed)
    assert sequence.play() == [], "; ".join(sequence.story)


def test_a_record_that_is_lost_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_look, "to_read_again", lambda *_: [])
    assert "parcels/4.csv: 5 records are lost" in Sequence(tmp_path, 3).play()
