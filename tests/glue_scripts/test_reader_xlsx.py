"""Workbooks: cells as they are meant, headers where they stand, and damage by its name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from contracts.producers.model import Producer
from edp.inspect import inspect_all
from lakehouse.reader import layout
from tests.glue_scripts.judging import EVENTS, judge, said, values
from tests.glue_scripts.test_reader_zip import zipped

Sheets = dict[str, Iterable[Iterable[Any]]]
HEADER = ["event_id", "price"]


def workbook(sheets: Sheets, change: Callable[[Any], object] = lambda book: None) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    book.save(out)
    return out.getvalue()


def of_rows(*rows: Iterable[Any]) -> bytes:
    return workbook({"one": [HEADER, *rows]})


PLAIN = of_rows(*([f"E{n}", n / 4] for n in range(200)))


def rewritten(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with other content of one file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    return zipped(files | {name: change(files[name])})


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x", "x.zip"])
def test_the_content_decides(name: str) -> None:
    verdict, taken = judge(name, PLAIN, EVENTS)
    assert (verdict.outcome, verdict.facts.format, verdict.facts.records) == ("accept", "xlsx", 200)
    assert values(taken, "price")[:4] == ["0", "0.25", "0.5", "0.75"]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (5, None, "5"),
        (1234.5, '#,##0.00 "€"', "1234.5"),
        (1.234, None, "1.2340"),
        (-1.234, None, "-1.2340"),
        (0.1 + 0.2, None, "0.3"),
        (1234567.891, None, "1234567.891"),
        (123, "00000", "00123"),
        (123456, "00000", "123456"),
        ("00123", None, "00123"),
        ("1,50", None, "1,50"),
        (0.15, "0%", "0.15"),
        (True, None, "true"),
        (datetime(2025, 3, 1, 12, 30), None, "2025-03-01 12:30:00"),
        (datetime(2025, 3, 1), "yyyy-mm-dd hh:mm", "2025-03-01 00:00:00"),
        (date(2025, 3, 1), "dd.mm.yyyy", "2025-03-01"),
        (45717, "dd/mm/yy", "2025-03-01"),
        (time(12, 30), None, "12:30:00"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        ('a "b",\nc', None, 'a "b",\nc'),
        ("", None, None),
    ],
    ids=repr,
)
def test_a_cell_is_what_it_means(value: Any, shown: str | None, text: str | None) -> None:
    def change(book: Any) -> None:
        if shown:
            book["one"]["B2"].number_format = shown

    content = workbook({"one": [HEADER, ["E1", value], ["E2", "x"]]}, change)
    verdict, taken = judge("x.xlsx", content, EVENTS)
    assert verdict.outcome == "accept"
    assert (values(taken, "price")[0] or None) == text


def test_digits_that_a_cell_has_lost_are_told() -> None:
    verdict, _ = judge("x.xlsx", of_rows(["E1", 1234567890123456789]), EVENTS)
    assert verdict.facts.notes == [
        "Sheet 'one' has numbers of more than 15 digits, of which a cell keeps no more: 1."
    ]


def test_titles_empty_rows_and_columns_that_are_out_of_place() -> None:
    title = [["Sales of March"], [], ["made by", "me"], []]
    rows = [["E1", 1], [None, None], ["E2", None], ["E3", 3, "too much"]]
    content = workbook({"one": [*title, HEADER, *rows]})
    verdict, taken = judge("x.xlsx", content, EVENTS)
    assert (verdict.outcome, verdict.facts.records) == ("accept", 3)
    assert values(taken, "price") == ["1", "", "3"]
    assert "Sales of March" in verdict.facts.notes[0]


def test_what_a_producer_says_of_texts_is_not_said_of_workbooks() -> None:
    said_of_texts = Producer("shop", (), (), encoding="cp1252", delimiter=";", skip_lines=2)
    of_shop = replace(EVENTS, producer=said_of_texts)
    assert said("x.xlsx", PLAIN, of_shop) == "accept 200"


def test_several_sheets() -> None:
    one = [HEADER, ["E1", 1], ["E2", 2]]
    content = workbook(
        {"readme": [["words"]], "jan": one, "empty": [], "feb": [HEADER[::-1], [3, "E3"]]}
    )
    verdict, taken = judge("x.xlsx", content, EVENTS)
    assert (verdict.outcome, verdict.facts.records) == ("accept", 3)
    assert [n for r in taken for n in r.numbers.to_pylist()] == [1, 2, 3]
    assert values(taken, "price") == ["1", "2", "3"]
    notes = " ".join(verdict.facts.notes)
    assert "Sheet 'readme' was passed over: no_header" in notes
    assert "sheets 'jan' (1 to 2), 'feb' (3 to 3)" in notes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "reject not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "reject unsupported_format"),
        (workbook({"one": []}), "empty"),
        (workbook({"one": [HEADER]}), "empty"),
        (workbook({"one": [["x", "y"], [1, 2]]}), "reject no_header"),
        (zipped({"[Content_Types].xml": b"<a/>", "word/a.xml": b""}), "reject unsupported_format"),
        (zipped({"mimetype": b"application/epub"}), "reject unsupported_format"),
        (of_rows(["E1", "=1+1"]), "reject unsupported_format"),
        (PLAIN + b"more", "reject trailing_garbage"),
        (rewritten(PLAIN, SHEET, lambda xml: xml[:-9]), "reject xlsx_corrupt"),
        (rewritten(PLAIN, SHEET, lambda xml: xml.replace(b"<v>3</v>", b"<v>x</v>")),
         "reject xlsx_corrupt"),
        (rewritten(PLAIN, "xl/workbook.xml", lambda xml: b"<a>"), "reject xlsx_corrupt"),
    ],
    # Workbooks say when they were made: their bytes are no names.
    ids=[
        *("no bytes", "text", "an old workbook", "no rows", "a header alone", "other columns"),
        *("a document", "a book", "a formula", "more behind it", "a torn sheet"),
        *("a string that is not there", "a torn list of sheets"),
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes, words: str) -> None:
    assert said("x.xlsx", content, EVENTS) == words


def test_a_formula_counts_by_its_result() -> None:
    cell = b'<c r="B2"><f>1+1</f><v>2</v></c>'
    solved = rewritten(
        of_rows(["E1", 7]), SHEET, lambda xml: xml.replace(b'<c r="B2" t="n"><v>7</v></c>', cell)
    )
    assert values(judge("x.xlsx", solved, EVENTS)[1], "price") == ["2"]
    empty = b'<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>'
    nothing = rewritten(solved, SHEET, lambda xml: xml.replace(cell, empty))
    assert said("x.xlsx", nothing, EVENTS) == "accept 1"


def test_a_cut_workbook_is_refused() -> None:
    cuts = {said("x.xlsx", PLAIN[: len(PLAIN) * tenth // 10]) for tenth in range(1, 10)}
    assert cuts == {"reject xlsx_corrupt"}


def test_a_changed_byte_is_found_or_changes_nothing() -> None:
    for at in range(0, len(PLAIN), len(PLAIN) // 60):
        damaged = PLAIN[:at] + bytes([PLAIN[at] ^ 0x55]) + PLAIN[at + 1 :]
        verdict, taken = judge("x.xlsx", damaged, EVENTS)
        if verdict.outcome == "accept":
            assert values(taken, "price") == values(judge("x.xlsx", PLAIN, EVENTS)[1], "price")


def test_a_sheet_that_reaches_far_takes_no_memory() -> None:
    def change(xml: bytes) -> bytes:
        moved = xml.replace(b'r="B201"', b'r="ZZ1048576"').replace(b'r="A201"', b'r="A1048576"')
        return moved.replace(b'<row r="201"', b'<row r="1048576"')

    verdict, taken = judge("x.xlsx", rewritten(PLAIN, SHEET, change), EVENTS)
    assert (verdict.outcome, verdict.facts.records) == ("accept", 200)
    assert values(taken, "event_id")[-1] == "E199"
    assert "49.75" in str(values(taken, "_rescued")[-1])


@pytest.mark.slow
def test_bombs() -> None:
    blank = rewritten(
        PLAIN, SHEET, lambda xml: xml.replace(b"<row", b" " * (270 << 20) + b"<row", 1)
    )
    assert said("x.xlsx", blank) == "reject bomb"


def test_a_wide_sheet_and_json_of_inspect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "RESCUED_BYTES", 1 << 12)
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook({"one": [[f"c{n}" for n in range(300)], *[range(300)] * 3]}))
    (found,) = inspect_all(path, None)
    assert json.dumps(found)
    assert (found["verdict"], found["format"], found["records"]) == ("accept", "xlsx", 3)
