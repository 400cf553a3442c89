"""The independent count, on files made by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.independent_reader import count, delimited_records


@pytest.mark.parametrize(
    ("name", "text", "records"),
    [
        ("plain.csv", "a,b\n1,2\n3,4\n", 2),
        ("no_last_line_end.csv", "a,b\n1,2\n3,4", 2),
        ("crlf.csv", "a,b\r\n1,2\r\n\r\n3,4\r\n", 2),
        ("cr.csv", "a,b\r1,2\r3,4\r", 2),
        ("blank_lines.csv", "\n\na,b\n\n1,2\n  \n3,4\n\n", 2),
        ("header_only.csv", "a,b\n", 0),
        ("nothing.csv", " \n\n", 0),
        ("ragged.csv", "a,b\n1\n1,2,3\n1,2\n", 3),
        ("semicolon.txt", "a;b\n1,5;2\n3,5;4\n", 2),
        ("pipes.txt", "a|b|c\n1|2|3\n", 1),
        ("tabs.txt", "a\tb\n1\t2\n\n3\t4\n", 2),
        ("one_column.csv", "a\n1\n2\n", 2),
        ("line_end_in_quotes.csv", 'a,b\n1,"x\ny\n\nz"\n2,w\n', 2),
        ("delimiter_in_quotes.csv", 'a,b\n"1,2",3\n', 1),
        ("doubled_quote.csv", 'a,b\n1,"x ""y""\nz"\n2,w\n', 2),
        ("quote_inside_is_a_character.csv", 'a,b\n1,5" pipe\n2,w\n', 2),
        ("quote_never_closed.csv", 'a,b\n1,"x\n2,y\n3,z\n', 3),
        ("quote_closed_in_the_middle.csv", 'a,b\n1,"x"y\n2,y\n', 2),
        ("quote_closed_by_the_next_one.csv", 'a,b\n1,"x\n2,"y"\n3,z\n', 3),
        ("broken_on_second_line.csv", 'a,b,c\n1,"x\ny","z\n2,y,w\n', 2),
        ("quoted_header.csv", '"a\nA",b\n1,2\n', 1),
        ("lone_cr.csv", "a,b\n1,x\ry\n2,z\n", 2),
        ("nul.csv", "a,b\n1,x\0y\n2,z\n", 2),
        ("array.json", '[{"a":1},\n{"a":2},\n3]', 3),
        ("pretty.json", '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n', 2),
        ("object.json", '{\n "a": {"b": [1, 2]}\n}', 1),
        ("object_in_one_line.json", '{"a": 1}\n', 1),
        ("scalar.json", "17\n", 0),
        ("lines.json", '{"a":1}\n\n{"a":2}\n', 2),
        ("lines.ndjson", '{"a":1}\n{"a":\n"x"\n', 3),
        ("one_line.ndjson", "[1,2,3]\n", 1),
        ("one_line.json", "[1,2,3]\n", 3),
        ("half_torn.jsonl", '{"a":1}\n{"a":\n', 2),
        ("nan_is_not_json.ndjson", '{"a":NaN}\n{"a":1}\n', 2),
        ("lines.txt", ' {"a":1}\n{"a":2}\n', 2),
        ("object.txt", '{ "a":1}', 1),
        ("lone_cr.json", '{"a":\r1}\n', 1),
        ("huge_number.json", "[" + "9" * 5000 + "]", 1),
    ],
)
def test_records_of_text(tmp_path: Path, name: str, text: str, records: int) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert count(path) == records
    zipped = tmp_path / f"{name}.gz"
    zipped.write_bytes(gzip.compress(text.encode()))
    assert count(zipped) == records


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('a,b\nJosé,"x\ny"\nZoë,z\n'.encode(encoding))
    assert count(path) == 2


def test_damaged_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n\xc3\xa9,1\n\xff,2\n\xc3,3\n")
    assert count(path) == 3


def test_gzip_of_several_members_without_a_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n") + b"\0" * 100)
    assert count(path) == 2


def test_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1, 2, 3]}), tmp_path / "a.parquet", row_group_size=2)
    assert count(tmp_path / "a.parquet") == 3


def test_records_as_written() -> None:
    text = 'a,b\n1,"x\ny"\n2,"z\n3,w\n'
    assert list(delimited_records(text)) == ['1,"x\ny"', '2,"z', "3,w"]
