"""The generator's answer key and the independent reader agree on how many records files have."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from generator.run import generate
from tests.independent_reader import count

OTHERWISE_READ = {
    *("json_envelope", "json_objects_end_to_end", "json_array_named_ndjson"),
    *("json_document_with_nan", "title_before_the_header", "delimiter_named_in_the_first_line"),
    "rare_delimiter",
}
"""Kinds of files that the reader does not know, as it knows no datasets; those that check the key
by the rules read them (`tests/generator`)."""


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_agree(tmp_path: Path, seed: int) -> None:
    generate(20_000, seed, 1.0, tmp_path, workers=1)
    key = pq.read_table(tmp_path / "_answer_key" / "files").to_pylist()
    accepted = [
        f for f in key if f["verdict"].startswith("accept") and f["kinds"] not in OTHERWISE_READ
    ]
    assert accepted
    wrong = [
        f"{f['path']}: the key says {f['records']}, counted {counted} ({f['kinds']})"
        for f in accepted
        if (counted := count(tmp_path / f["path"])) != f["records"]
    ]
    assert wrong == []
