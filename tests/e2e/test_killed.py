"""A run that is killed anywhere leaves the last publication; the next run carries on."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from tests.e2e import shop
from tests.e2e.killed import killed
from tests.e2e.lake import hashes, pipeline

pytestmark = pytest.mark.slow

# Where it dies: which path it is about to touch, and the how-manieth time.
PLACES = {
    "while raw files are read": ("*/raw/transactions/t.csv", 2),
    "before the ledger knows": ("*/ledger/pending/00000002.json", 1),
    "between ledger and bronze": ("*/ledger/pending/00000002.json", 2),
    "after bronze, before the ledger is closed": ("*/ledger/files/00000002.json", 1),
    "when silver stands aside": ("*/silver/events/data/00000002/temporary/open*", 2),
    "before silver is published": ("*/publications/silver/00000002.json", 1),
    "before gold is published": ("*/publications/gold/00000002.json", 1),
}


def gold(found: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if name.startswith("gold.")}


def test_killed_again_and_again(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    shop.write(raw)
    late = [raw / "events" / "e2.csv", raw / "transactions" / "t.csv"]
    for file in late:
        shutil.move(file, tmp_path / file.name)
    pipeline(raw, out)
    before = hashes(out)
    for file in late:
        shutil.move(tmp_path / file.name, file)
    for place, (pattern, count) in PLACES.items():
        died = killed(pattern, count, "pipeline", "--raw", raw, "--out", out)
        assert died == -signal.SIGKILL, place
        assert gold(hashes(out)) == gold(before), place
        if place != "before gold is published":
            assert hashes(out) == before, place
    pipeline(raw, out)
    pipeline(raw, tmp_path / "undisturbed")
    assert hashes(out) == hashes(tmp_path / "undisturbed")
