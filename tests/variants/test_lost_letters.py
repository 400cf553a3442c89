"""Letters that were lost before a file came here: the page beside this file."""

from __future__ import annotations

import json

import pytest

from contracts import load
from lakehouse.reader.layout import Layout
from tests.glue_scripts.judging import judge, values
from tests.variants import tables

USERS = Layout.of(load("source.users"))
ROWS = tables.rows("lost-letters.md")


@pytest.mark.parametrize("row", ROWS, ids=[r["name"] for r in ROWS])
@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.ndjson"])
def test_lost_letters_are_kept_and_told(row: dict[str, str], name: str) -> None:
    csv = f"user_id,name\nU1,Ada\nU2,{row['name']}\n"
    records = [{"user_id": "U1", "name": "Ada"}, {"user_id": "U2", "name": row["name"]}]
    lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in records)
    content = {"x.csv": csv, "x.json": json.dumps(records), "x.ndjson": lines}[name]
    verdict, taken = judge(name, content.encode(), USERS)
    assert values(taken, "name") == ["Ada", row["name"]]
    notes = verdict.facts.notes
    assert len(notes) == bool(row["told"])
    assert row["told"] in "".join(notes)
    assert not notes or notes[0].endswith(": 1 values.")
