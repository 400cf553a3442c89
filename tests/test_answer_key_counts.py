"""The generator's answer key and the independent reader agree on how many records files have."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from generator.run import generate
from tests.independent_reader import count


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_agree(tmp_path: Path, seed: int) -> None:
    generate(20_000, seed, 1.0, tmp_path, workers=1)
    key = pq.read_table(tmp_path / "_answer_key" / "files").to_pylist()
    accepted = [f for f in key if f["verdict"].startswith("accept")]
    assert accepted
    wrong = [
        f"{f['path']}: the key says {f['records']}, counted {counted} ({f['kinds']})"
        for f in accepted
        if (counted := count(tmp_path / f["path"])) != f["records"]
    ]
    assert wrong == []
