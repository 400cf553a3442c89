"""Valid files, cut or changed at any place: never an error of ours, never other values."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.glue_scripts.judging import EVENTS, judge, values

ROWS = [{"event_id": f"E{i}", "price": f"{i}.50", "country": 'é, "x"\ny'} for i in range(80)]
LINES = [json.dumps(row, ensure_ascii=False) for row in ROWS]
CSV_ROWS = [f'E{i},{i}.50,"é, ""x""\ny"' for i in range(80)]
FILES = {
    "x.json": ("[" + ",\n".join(LINES) + "]").encode(),
    "x.ndjson": "\n".join(LINES).encode(),
    "x.csv": "\n".join(["event_id,price,country", *CSV_ROWS]).encode(),
    "x.txt": "\n".join(LINES).encode("utf-16"),
}
FILES |= {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in FILES.items()}
VERDICTS = {"accept", "accept_with_quarantine", "reject", "empty"}


@pytest.mark.parametrize("name", FILES)
@given(st.data())
def test_changed_bytes(name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    verdict, taken = judge(name, bytes(content), EVENTS)
    assert verdict.outcome in VERDICTS
    if name.endswith(".gz") and verdict.outcome == "accept":
        assert values(taken, "event_id") == [row["event_id"] for row in ROWS]


@pytest.mark.parametrize("name", FILES)
@given(st.data())
def test_cut_files(name: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(FILES[name]) - 1))
    verdict, taken = judge(name, FILES[name][:size], EVENTS)
    if name.endswith((".gz", ".json")):
        assert verdict.outcome in ("reject", "empty")
    elif verdict.outcome != "reject":
        # Whatever is cut off, no record but the last one can have changed.
        for column in ("event_id", "price", "country"):
            found = values(taken, column)[:-1]
            assert found == [row[column] for row in ROWS][: len(found)]


@given(st.binary(max_size=60), st.sampled_from([*FILES, "x", "x.parquet"]))
def test_any_bytes_under_any_name(content: bytes, name: str) -> None:
    assert judge(name, content)[0].outcome in VERDICTS
    assert judge(name, content, EVENTS)[0].outcome in VERDICTS
