"""Bad records are told with what was expected of them, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edp.inspect import inspect
from lakehouse.reader.faults import excerpt, fault
from tests.variants.tables import rows

BAD = rows("bad_records.md")


@pytest.mark.parametrize("row", BAD, ids=[f"{r['reason']}-{i}" for i, r in enumerate(BAD)])
def test_a_bad_record_is_told(row: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / row["name"]
    path.write_bytes(row["content"].encode())
    found = inspect(path, None)
    assert found["verdict"] == "accept_with_quarantine"
    assert found["reason"] in found["bad_reasons"]
    bad = found["bad_reasons"][row["reason"]]
    place = next(p for p in bad["first"] if p["record"] == int(row["record"]))
    assert place["expected"] == row["expected"]
    assert ("" if place["at"] is None else place["text"][place["at"] :]) == row["from the fault on"]


RULES = (Path(__file__).parents[2] / "docs" / "reading-rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", re.findall(r"(?m)^\| `([a-z_]+)` \|", RULES))
def test_every_reason_says_what_was_expected(reason: str) -> None:
    assert "without:" not in fault(reason, "x", None).expected


def test_each_reason_shows_its_first_records_and_counts_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n3\n" * 10_000 + "4,5,6\na,b\n")
    found = inspect(path, None)
    assert {r: bad["count"] for r, bad in found["bad_reasons"].items()} == {
        "ragged_row": 10_001,
        "repeated_header": 1,
    }
    assert [p["record"] for p in found["bad_reasons"]["ragged_row"]["first"]] == [2, 4, 6]
    assert (found["reason"], found["bad_records"]) == ("ragged_row", 10_002)
    assert found["detail"].startswith("10002 of its 20002 records cannot be read; record 2:")


def test_a_file_without_a_good_record_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n3\n4\n")
    found = inspect(path, None)
    assert found["reason"] == "no_readable_record"
    assert "record 1: expected" in found["detail"]


def test_what_was_read_in_a_wrong_encoding_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1\n" + b"1,2\n" * 400_000 + b"3,caf\xe9\n")
    found = inspect(path, None)
    assert found["encoding"] == "latin-1"
    assert found["bad_reasons"]["ragged_row"]["count"] == found["bad_records"] == 1


@given(st.text(min_size=1), st.data(), st.integers(3, 40))
def test_an_excerpt_is_short_and_keeps_the_place(
    text: str, data: st.DataObject, width: int
) -> None:
    at = data.draw(st.integers(0, len(text)))
    part, place = excerpt(text, at, width)
    assert place is not None
    assert len(part) <= width
    assert part[place : place + 1] in (text[at : at + 1], "…")
