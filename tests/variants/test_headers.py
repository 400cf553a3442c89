"""Where the header is, and what stands around it: the page beside this file."""

from __future__ import annotations

import pytest

from lakehouse.reader.layout import Layout
from tests.glue_scripts.judging import EVENTS, judge, said
from tests.variants import tables

PLAIN = [(Layout(), row) for row in tables.rows("headers.md", "Without a dataset")]
ROWS = PLAIN + [(EVENTS, row) for row in tables.rows("headers.md", "Of a dataset")]


@pytest.mark.parametrize(("layout", "row"), ROWS, ids=[row["file"] for _, row in ROWS])
def test_the_header_is_found_and_what_is_left_out_is_told(
    layout: Layout, row: dict[str, str]
) -> None:
    content = row["file"].encode()
    assert said("x.csv", content, layout) == row["says"]
    notes = " ".join(judge("x.csv", content, layout)[0].facts.notes)
    assert (row["left out"] in notes) if row["left out"] else ("before" not in notes)
