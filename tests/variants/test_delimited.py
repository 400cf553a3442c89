"""Delimited text as systems write it: the page beside this file."""

from __future__ import annotations

import pytest

from tests.glue_scripts.judging import EVENTS, judge, said, values
from tests.variants import tables

HEADER = "event_id,event_type,ts,price,country\n"
SHOWN = ("event_id", "price", "country")
PLAIN = tables.rows("delimited.md", "Without a dataset")
SPLIT = tables.rows("delimited.md", "A decimal comma where commas divide")
EVENT_ROWS = tables.rows("delimited.md", "Of a dataset")


@pytest.mark.parametrize("row", PLAIN, ids=[r["file"] for r in PLAIN])
def test_a_file_is_read_right_or_bad_by_name(row: dict[str, str]) -> None:
    assert said("x.csv", row["file"].encode()) == row["says"]


@pytest.mark.parametrize("row", EVENT_ROWS, ids=[r["rows"] for r in EVENT_ROWS])
def test_values_of_a_dataset_are_in_their_columns(row: dict[str, str]) -> None:
    assert_read((HEADER + row["rows"]).encode(), row)


@pytest.mark.parametrize("row", SPLIT, ids=[r["file"] for r in SPLIT])
def test_an_amount_that_its_comma_divides_shifts_nothing(row: dict[str, str]) -> None:
    assert_read(row["file"].encode(), row)


def assert_read(content: bytes, row: dict[str, str]) -> None:
    assert said("x.csv", content, EVENTS) == row["says"]
    verdict, taken = judge("x.csv", content, EVENTS)
    if verdict.outcome != "reject":
        columns = [values(taken, column) for column in SHOWN]
        records = (
            " ".join(value or "-" for value in record) for record in zip(*columns, strict=True)
        )
        assert "; ".join(records) == row["records"]
