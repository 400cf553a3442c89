"""Two names for one column (`names.md`), however many records stand around them."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contracts import load
from lakehouse.reader.layout import Layout
from tests.glue_scripts.judging import judge, said, values
from tests.variants.tables import rows

TRANSACTIONS = Layout.of(load("source.transactions"))
WAYS = ("csv", "ndjson", "parquet")
# So many records are read at once, in another way than few are.
MANY = 80


def _cells(text: str) -> list[str]:
    return next(csv.reader([text]))


def _as_file(way: str, names: list[str], records: list[list[str]]) -> bytes:
    if way == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([names, *records])
        return text.getvalue().encode()
    if way == "ndjson":
        return "\n".join(json.dumps(dict(zip(names, r, strict=True))) for r in records).encode()
    columns = [pa.array([r[i] or None for r in records]) for i in range(len(names))]
    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays([c.cast("string") for c in columns], names), out)
    return bytes(out.getvalue())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("times", [1, MANY])
@pytest.mark.parametrize("row", rows("names.md", "Transactions"), ids=lambda row: row["names"])
def test_the_first_name_that_says_something_counts(
    row: dict[str, str], times: int, way: str
) -> None:
    names = ["tx_id", *_cells(row["names"])]
    records = [["T1", *_cells(cells)] for cells in row["records"].split("/")]
    verdict, taken = judge(f"x.{way}", _as_file(way, names, records * times), TRANSACTIONS)
    assert verdict.outcome == "accept"
    nothing = {"", None}
    counts = ["-" if v in nothing else v for v in values(taken, row["column"])]
    assert counts == row["counts"].split("/") * times
    aside = [v or "-" for v in values(taken, "_rescued")]
    assert aside == row["kept aside"].split("/") * times
    told = row["told"].replace("in 1 rec", f"in {times} rec").replace("2 rec", f"{2 * times} rec")
    assert told in "\n".join(verdict.facts.notes)
    assert bool(told) == bool(verdict.facts.notes)


@pytest.mark.parametrize("row", rows("names.md", "The same text twice"), ids=str)
def test_the_same_text_twice_is_refused(row: dict[str, str]) -> None:
    names = ["tx_id", *row["names"].split(",")]
    content = _as_file("csv", names, [["T1"] * len(names)])
    assert said("x.csv", content, TRANSACTIONS) == row["verdict"]
