"""Delimited text: what is a record, and what is wrong with it."""

from __future__ import annotations

import csv
import io
import json
import string

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.reader import blocks, layout
from lakehouse.reader.rescued import as_json, one_as_json
from tests.glue_scripts.judging import EVENTS, judge, said, table, values


@pytest.mark.parametrize(("content", "words"), table("csv.tsv"), ids=repr)
def test_verdict(content: bytes, words: str) -> None:
    assert said("x.csv", content) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"just some words\nand more of them\n", "reject no_delimiter"),
        (b"Dear all,\nwelcome.\nIt is, as ever, good\nto see you\n", "reject no_delimiter"),
        (b"a,b\n1,2\n", "accept 1"),
        (b'["a","b"]\n', "reject no_header"),
    ],
)
def test_text_without_a_name_that_says_csv(content: bytes, words: str) -> None:
    assert said("x.txt", content) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"user,price\nU1,2\n", "reject no_header"),
        (b"event_id,event_id\n1,2\n", "reject repeated_column"),
        (b"event_id,price\ncaf\xe9,2\n", "accept 1"),
        (b"event_id,pri\x00ce\n1,2\n", "reject no_header"),
        (b"sep=;\nevent_id;price\n1;2\n", "accept 1"),
        (b"sep=;\n\x0b\nevent_id;price\n1;2\n", "accept 1"),
        (b"event_id," + b"x" * 1000 + b"\n1,2\n", "accept 1"),
        (b"event_id," + b"x" * 1001 + b"\n1,2\n", "reject no_header"),
    ],
)
def test_header_of_a_dataset(content: bytes, words: str) -> None:
    assert said("x.csv", content, EVENTS) == words


def test_first_line_longer_than_the_first_look() -> None:
    names = ",".join(f"c{i}" for i in range(20_000))
    row = ",".join("1" * 20_000)
    assert said("x.csv", f"{names}\n{row}\n{row}\n".encode()) == "accept 2"


def test_values_are_kept_as_written() -> None:
    written = '﻿x,"  y ","a ""b""\r\nc",\t'
    content = f"event_id,price,country,device\n{written}\n".encode()
    _, taken = judge("x.csv", content, EVENTS)
    columns = ("event_id", "price", "country", "device")
    assert [values(taken, c) for c in columns] == [["x"], ["  y "], ['a "b"\r\nc'], ["\t"]]


def test_a_large_quoted_field_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 1 << 16)
    text = "x\ny" * 200_000
    verdict, taken = judge("x.csv", f'event_id,price\n1,"{text}"\n2,3\n'.encode(), EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "price") == [text, "3"]


def test_many_columns_are_divided_as_few_are() -> None:
    names = ["event_id", "price", *["x"] * 3000]
    cells = ["E1", '"1, ""2"""', *["y"] * 3000]
    _, taken = judge("x.csv", f"{','.join(names)}\n{','.join(cells)}\n".encode(), EVENTS)
    assert values(taken, "price") == ['1, "2"']
    rescued = json.loads(str(values(taken, "_rescued")[0]))
    assert list(rescued)[:3] == ["x", "x#2", "x#3"]
    assert set(rescued.values()) == {"y"}


def test_long_names_in_many_rows_are_taken_some_rows_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "RESCUED_BYTES", 1 << 12)
    rows = "".join(f"E{i},{i}\n" for i in range(99))
    _, taken = judge("x.csv", f"event_id,{'x' * 1000}\n{rows}".encode(), EVENTS)
    assert max(len(r.numbers) for r in taken) == 4
    assert values(taken, "_rescued") == [f'{{"{"x" * 1000}":"{i}"}}' for i in range(99)]


FIELD = st.text(st.sampled_from(string.ascii_letters + " ,;\"\n\t|'é"), max_size=8)


@given(st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_values_are_those_of_the_csv_module(rows: list[tuple[str, ...]], end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("event_id", "price", "country"), *rows])
    content = out.getvalue()
    verdict, taken = judge("x.csv", content.encode(), EVENTS)
    assert verdict.outcome == ("accept" if rows else "empty")
    expected = list(csv.reader(io.StringIO(content, newline=""), strict=True))[1:]
    found = [values(taken, c) for c in ("event_id", "price", "country")]
    assert [list(row) for row in zip(*found, strict=True)] == expected


def test_cells_that_say_nothing_cost_nothing() -> None:
    names = ["event_id", *(f"c{i}" for i in range(2500))]
    lines = [f"E{i}," + "," * i + "x" + "," * (2499 - i) for i in range(2500)]
    verdict, taken = judge("x.csv", "\n".join([",".join(names), *lines]).encode(), EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "_rescued") == [f'{{"c{i}":"x"}}' for i in range(2500)]
    assert max(len(r.numbers) for r in taken) <= layout.CELLS // len(names)


CELL = st.sampled_from(["", "x", "ä", '"', "\\", "\x01", " ", "\n"])


@given(st.integers(1, 30), st.lists(st.lists(CELL, min_size=30, max_size=30), min_size=1))
def test_unknown_columns_are_kept_as_a_record_by_itself_would_keep_them(
    width: int, rows: list[list[str]]
) -> None:
    names = [f"c{i}" for i in range(width)]
    columns = [pa.array([row[i] or None for row in rows], pa.string()) for i in range(width)]
    singly = [one_as_json(dict(zip(names, row, strict=False))) for row in rows]
    assert as_json(names, columns).to_pylist() == singly
    empty = [pc.fill_null(column, "") for column in columns]
    assert as_json(names, empty).to_pylist() == singly
