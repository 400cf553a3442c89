"""Rows that go on with the row above are found wherever the batches end."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import Column, Contract
from lakehouse.dedupe.continuation import Continuations

CONTRACT = Contract(
    layer="source",
    name="orders",
    version="1",
    purpose="",
    limitations="",
    grain="",
    columns=(
        Column("id", "string", "", "", required=True, key=True),
        Column("state", "string", "", ""),
        Column("at", "integer", "", "", required=True),
    ),
    order_by=("at",),
)
Row = tuple[str | None, str | None, int | None]


def found(rows: list[Row], ends: list[int], numbers: list[int] | None = None) -> list[bool]:
    """Which rows go on, when batches end at these places."""
    columns = list(zip(*rows, strict=True))
    table = pa.table(
        {
            "id": pa.array(columns[0], pa.string()),
            "state": pa.array(columns[1], pa.string()),
            "at": pa.array(columns[2], pa.int32()),
            "_source_uri": ["f"] * len(rows),
            "_source_version": ["v"] * len(rows),
            "_record_no": numbers or list(range(1, len(rows) + 1)),
            "_issues": [""] * len(rows),
            "reasons": pa.array([None if r[2] else "at:missing" for r in rows], pa.string()),
        }
    )
    batches = Continuations(CONTRACT)
    bounds = [0, *sorted(ends), len(rows)]
    told: list[bool] = []
    for start, end in pairwise(bounds):
        told += batches.settled(table.slice(start, end - start))["_continues"].to_pylist()
    return told


def slowly(rows: list[Row]) -> list[bool]:
    """The same, row by row."""
    told, above = [], None
    for row in rows:
        bare = row[0] is not None and row[2] is None
        same = above is not None and row[0] == above[0] and row[1] in (None, above[1])
        told.append(bare and same)
        if not told[-1]:
            above = None if bare or row[0] is None else row
    return told


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", None]),
            st.sampled_from([None, "x", "y"]),
            st.sampled_from([None, None, 1]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.data(),
)
def test_it_does_not_matter_where_batches_end(rows: list[Row], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.integers(0, len(rows)), max_size=4))
    assert found(rows, ends) == slowly(rows)


@pytest.mark.parametrize("ends", [[], [1]])
def test_a_bad_line_between_them_parts_rows(ends: list[int]) -> None:
    rows: list[Row] = [("A", "x", 1), ("A", None, None)]
    assert found(rows, ends, numbers=[1, 2]) == [False, True]
    assert found(rows, ends, numbers=[1, 3]) == [False, False]
