"""damaged_lakes.md: one line says what is damaged and what to do, and doing so helps."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.lake import hashes
from tests.e2e.two_ingests import TwoIngests
from tests.variants.tables import rows

pytestmark = pytest.mark.slow
ROWS = rows("damaged_lakes.md")
Row = dict[str, str]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']} {row['damage']}")
def test_damage_is_one_line_and_its_remedy_works(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str], row: Row
) -> None:
    damaged = sorted(lake.out.glob(row["file"]))
    assert damaged
    for file in damaged:
        damage(file, row["damage"])
    # Where nothing is new, nothing is read that could be found damaged.
    assert lake.edp("pipeline", "--full") == 1
    said = capsys.readouterr().err.strip()
    assert said.startswith("error: ")
    assert "\n" not in said
    assert row["named"] in said
    (command,) = re.findall(r"`edp (rebuild[^`]*)`", said)
    assert command == {"raw": "rebuild", "bronze": "rebuild --from bronze"}[row["remedy"]]
    if row["tried"]:
        assert lake.edp(*command.split()) == 0, capsys.readouterr().err
        assert hashes(lake.out) == lake.hashes
        assert lake.edp("pipeline") == 0
        assert hashes(lake.out) == lake.hashes


def damage(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
    elif how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "flipped":
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif how == "another database":
        file.unlink()
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE iceberg_tables (a TEXT)")
    else:
        file.write_text(how.removeprefix("says ").removeprefix("nothing").strip("`"))
