"""What the reader says of single files."""

from __future__ import annotations

import gzip
import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.reader.file import read_file
from lakehouse.reader.json_lines import read_lines, read_texts
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records, from_json_texts
from lakehouse.reader.verdict import Verdict

EVENTS = Layout.of(load("source.events"))


def judge(name: str, content: bytes, layout: Layout | None = None) -> tuple[Verdict, list[Records]]:
    taken: list[Records] = []
    verdict = read_file(name, io.BytesIO(content), layout or Layout(), taken.append, taken.clear)
    return verdict, taken


@pytest.mark.parametrize(
    ("content", "outcome", "records", "bad"),
    [
        (b'"a scalar"', "accept", 0, 0),
        (b"[]", "accept", 0, 0),
        (b"{}", "accept", 1, 0),
        (b'[{"a":1},{"a":2}]', "accept", 2, 0),
        (b'[{"a":"},{"},{"b":[{"c":1},{"d":2}]}]', "accept", 2, 0),
        (b"[1]", "accept", 1, 0),
        (b'[{"a":1,"a":2}]', "accept_with_quarantine", 1, 1),
        (b'{"a":1}\n{"b":2}', "accept", 2, 0),
        (b'{"a":1}\n{"b":2}\n{"c', "accept_with_quarantine", 3, 1),
        ('[{"é":1}]'.encode("utf-16"), "accept", 1, 0),
    ],
)
def test_json_is_taken(content: bytes, outcome: str, records: int, bad: int) -> None:
    verdict, _ = judge("x.json", content)
    assert (verdict.outcome, verdict.facts.records, verdict.facts.bad_records) == (
        outcome,
        records,
        bad,
    )


@pytest.mark.parametrize(
    "content",
    [b"[1,]", b"[NaN]", b'{"a":1}[2]', b'[{"a":1}', b'[{"a":1}]x', b"a,b\n1,2"],
)
def test_json_that_is_not_json_is_refused(content: bytes) -> None:
    verdict, _ = judge("x.json", content)
    assert (verdict.outcome, verdict.reason) == ("reject", "not_json")


@pytest.mark.parametrize(
    ("content", "records", "bad"),
    [
        (b"a,b\n1,2\n", 1, 0),
        (b"a,b\r\n1,2\r\n", 1, 0),
        (b"a,b\r1,2\r", 1, 0),
        (b"1,2\n3,4\n", 2, 0),
        (b'a,b\n1,"x\ny"\n', 1, 0),
        (b"a,b\n1,2\n3\n4,5,6\n", 3, 2),
        (b'a,b\n1,2\n5,"q', 2, 1),
        (b'a,b\n"1"x,2\n3,4\n', 2, 1),
        (b"a,b\n1,2\x00\n3,4\n", 2, 1),
        (b"a,b\n1,\xc3\xa9\n2,\xff\n", 2, 1),
        ("a,b\ncafé,2\n".encode("latin-1"), 1, 0),
    ],
)
def test_csv_is_divided_strictly(content: bytes, records: int, bad: int) -> None:
    verdict, _ = judge("x.csv", content)
    assert (verdict.facts.records, verdict.facts.bad_records) == (records, bad)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv", b"", "empty"),
        ("x.csv", b" \n", "empty"),
        ("x.csv", b"a,b\n", "empty"),
        ("x.csv", b"\x89PNG\r\n\x1a\n", "unsupported_format"),
        ("x.csv", b"<html><body>", "unsupported_format"),
        ("x.txt", b"just some words\nand more of them\n", "no_delimiter"),
        ("x.csv.gz", b"a,b\n1,2\n", "not_gzip"),
        ("x.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0)[:-3], "gzip_corrupt"),
        ("x.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0) + b"more", "trailing_garbage"),
        ("x.parquet", b"a,b\n1,2\n", "not_parquet"),
        ("x.parquet", b"PAR1 and nothing else", "parquet_corrupt"),
    ],
)
def test_what_is_beyond_repair_is_refused_with_the_reason(
    name: str, content: bytes, reason: str
) -> None:
    assert judge(name, content)[0].reason == reason


def test_a_gzip_of_two_members_and_padding_is_read_whole() -> None:
    content = gzip.compress(b"a,b\n1,2\n", mtime=0) + gzip.compress(b"3,4\n", mtime=0) + bytes(512)
    verdict, _ = judge("x.csv.gz", content)
    assert (verdict.outcome, verdict.facts.records) == ("accept", 2)


def test_values_survive_as_written_and_unknown_columns_are_rescued() -> None:
    line = b'{"eventId":"E1","price":19.990,"big":%s,"x":1e5}\n' % (b"7" * 30)
    _, (records,) = judge("x.ndjson", line, EVENTS)
    assert records.columns["price"].to_pylist() == ["19.990"]
    assert json.loads(records.columns["_rescued"][0].as_py()) == {"big": "7" * 30, "x": "1e5"}


def test_a_file_that_does_not_name_the_key_is_refused() -> None:
    assert judge("x.csv", b"user,price\nU1,2\n", EVENTS)[0].reason == "no_header"


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.just("a,b"))


@given(st.lists(st.fixed_dictionaries({"event_id": VALUES, "x": VALUES}), min_size=70, max_size=80))
def test_the_fast_way_reads_what_the_exact_way_reads(rows: list[dict[str, object]]) -> None:
    lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in rows]
    numbers = range(1, len(lines) + 1)
    fast = _rows(read_texts(pa.array(lines), pa.array(numbers), EVENTS))
    assert fast == _rows([from_json_texts(zip(numbers, lines, strict=True), EVENTS)])


def _rows(parts: object) -> dict[int, tuple[object, ...]]:
    found: dict[int, tuple[object, ...]] = {}
    for part in parts:  # type: ignore[attr-defined]
        empty = [None] * len(part.numbers)
        columns = [
            part.columns[c].to_pylist() if c in part.columns else empty
            for c in ("event_id", "_rescued")
        ]
        found |= dict(zip(part.numbers.to_pylist(), zip(*columns, strict=True), strict=True))
        found |= {b.record_no: (b.reason,) for b in part.bad}
    return found


def test_blank_lines_do_not_count() -> None:
    parts = list(read_lines([b'\n{"a":1}\n \n{"a":2}\n'], Layout()))
    assert sum(len(p.numbers) for p in parts) == 2
