"""Parquet as programs write it (`parquet.md`)."""

from __future__ import annotations

import json
import struct
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.glue_scripts.judging import EVENTS, judge, said, values
from tests.variants.tables import rows

Row = dict[str, str]
MOMENT = datetime(2025, 3, 1, 12, 34, 56)


def _written(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    return bytes(out.getvalue())


@pytest.mark.parametrize("row", rows("parquet.md", "Time zones"), ids=lambda r: r["zone"])
def test_a_moment_is_one_in_every_zone(row: Row) -> None:
    zone = None if row["zone"] == "(none)" else row["zone"]
    moments = pa.array([MOMENT], pa.timestamp(row["unit"])).view(pa.int64())
    zoned = moments.view(pa.timestamp(row["unit"], zone))
    listed = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), zoned)
    content = _written(pa.table({"event_id": ["E1"], "ts": zoned, "more": zoned, "list": listed}))
    verdict, taken = judge("x.parquet", content, EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "ts") == [row["becomes"]]
    rescued = json.loads(str(values(taken, "_rescued")[0]))
    assert rescued["more"] == row["becomes"]
    assert json.loads(rescued["list"]) == [row["becomes"].replace("Z", "+0000")]


def _varint(number: int) -> bytes:
    return bytes([number * 2])  # below 64


@pytest.mark.parametrize("row", rows("parquet.md", "Counts in the footer"), ids=str)
def test_a_wrong_count_never_loses_rows(row: Row) -> None:
    rows_count = 0 if row["column"] == "0" else 6
    table = pa.table({"event_id": [f"E{i}" for i in range(6)], "x": range(6)})[:rows_count]
    content = _written(table) if rows_count == 0 else _with_counts(_written(table), row)
    assert said("x.parquet", content) == row["verdict"]
    assert said("x.parquet", content, EVENTS) == row["verdict"]
    notes = judge("x.parquet", content)[0].facts.notes
    assert row["told"] in "\n".join(notes)
    assert bool(row["told"]) == bool(notes)


def _with_counts(content: bytes, row: Row) -> bytes:
    """The same file with other numbers of rows: of all in the footer, and of its only group."""
    size = struct.unpack("<I", content[-8:-4])[0]
    footer = content[-8 - size : -8]
    six = b"\x16" + _varint(6)
    first, last = footer.index(six), footer.rindex(six)
    assert first < last
    edited = bytearray(footer)
    edited[first + 1 : first + 2] = _varint(int(row["file"]))
    edited[last + 1 : last + 2] = _varint(int(row["group"]))
    return content[: -8 - size] + bytes(edited) + content[-8:]


@pytest.mark.parametrize("row", rows("parquet.md", "Numbers"), ids=str)
def test_a_number_is_written_as_it_is_meant(row: Row) -> None:
    verdict, taken = judge("x.parquet", _written(_number(row["type"], row["value"])), EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "price") == [row["becomes"]]
    assert ("price" in taken[0].native) == (row["native"] == "yes")


@pytest.mark.parametrize("row", rows("parquet.md", "Lost digits"), ids=str)
def test_digits_that_a_type_cannot_have_are_told(row: Row) -> None:
    verdict, _ = judge("x.parquet", _written(_number(row["type"], row["value"])), EVENTS)
    assert verdict.facts.notes == ([row["told"]] if row["told"] else [])


def _number(kind: str, value: str) -> pa.Table:
    if kind.startswith("list<"):
        price = pa.array([[float(value)]], pa.list_(getattr(pa, kind[5:-1])()))
    elif kind.startswith("decimal"):
        price = pa.array([Decimal(value)], pa.decimal128(9, 3))
    elif kind in ("string", "bool"):
        price = pa.array([value if kind == "string" else value == "true"])
    else:
        number = float(value) if kind.startswith("float") else int(value)
        price = pa.array([number], getattr(pa, kind)())
    return pa.table({"event_id": ["E1"], "price": price})
