"""A record that a change feed sends because it is gone is none that counts: the page beside."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pytest

from contracts import load
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged
from lakehouse.reader.layout import Layout
from tests.glue_scripts.judging import judge
from tests.variants import tables
from tests.variants.values import GOOD

ROWS = tables.rows("deletions.md")
CONTRACT = load("source.users")
RECORD = {c.name: str(GOOD[c.name]) for c in CONTRACT.columns}


def as_csv(record: dict[str, str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([record.keys(), record.values()])
    return text.getvalue().encode()


def outcome(name: str, content: bytes) -> str:
    verdict, taken = judge(name, content, Layout.of(CONTRACT))
    assert verdict.outcome == "accept"
    columns = {c: v for part in taken for c, v in part.columns.items()}
    bronze = pa.Table.from_pylist(pa.table(columns).to_pylist(), bronze_schema(CONTRACT))
    return str(judged(bronze, CONTRACT, Evidence(CONTRACT))["reasons"][0].as_py() or "good")


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['column']}={r['value']}" for r in ROWS])
def test_a_record_that_says_it_is_gone_is_quarantined(row: dict[str, str]) -> None:
    record = RECORD | {row["column"]: row["value"]}
    assert outcome("x.csv", as_csv(record)) == row["outcome"]
    assert outcome("x.json", json.dumps([record]).encode()) == row["outcome"]
