"""One clean table, and each way in which producers spoil it: read right, or bad by name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from tests.glue_scripts.judging import said

HEADER = ["date", "time", "qty", "product", "price", "type, kind", "description", "url"]
TEXTS = ["Rugged and light.", 'Round 48" table', 'Says: "hi", twice', "it's dry; warm | soft"]
COUNT, WIDTH = 30, len(HEADER)
READ = f"accept {COUNT}"


def record(i: int) -> list[str]:
    """A record with delimiters, quotes and apostrophes in its values."""
    kind = "Men's Boots" if i % 3 else "Pillow, Wooden"
    number = [f"{i % 28 + 1:02}/01/2018", f"{i % 24:02}:15", str(i % 7), f"MG-{8000 + i}"]
    return [*number, f"{10 + i}.{i % 10}9", kind, TEXTS[i % 4], f"http://x.com/a?b={i}&c=1"]


RECORDS = [record(i) for i in range(COUNT)]
TABLE = [HEADER, *RECORDS]


def written(
    rows: list[list[str]],
    delimiter: str = ",",
    quote: str = '"',
    escape: str | None = None,
    end: str = "\r\n",
    *,
    every: bool = True,
) -> str:
    """Rows as Python's own module writes them."""
    out = io.StringIO()
    csv.writer(
        out,
        delimiter=delimiter,
        quotechar=quote,
        escapechar=escape,
        doublequote=escape is None,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("escape", [None, "\\"])
@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("delimiter", list(",;\t|~^\x01: "))
def test_other_delimiters_quotes_and_escapes_are_read(
    delimiter: str, quote: str, escape: str | None, every: bool
) -> None:
    for end in ("\r\n", "\n", "\r"):
        text = written(TABLE, delimiter, quote, escape, end, every=every)
        assert said("x.csv", text.encode()) == READ


SPARSE = "," * (WIDTH - 1)


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize(
    "lines",
    [
        ["PREAMBLE"],
        ["PREAMBLE"] * 3,
        ["PREAMBLE" + SPARSE] * 3,
        ["PREAMBLE", ""],
        ["PREAMBLE" + SPARSE, SPARSE],
        ["# c", "# d"],
        ["Report,x", "Generated: 2020,,"],
        ["-----"],
        ["sep=,"],
        [",HEADER,,,,,,"] * 2,
        ["# a, b, c"],
        ['"My, report"'],
    ],
    ids=repr,
)
def test_lines_before_the_header_are_passed_over(lines: list[str], every: bool) -> None:
    text = "".join(line + "\r\n" for line in lines) + written(TABLE, every=every)
    assert said("x.csv", text.encode()) == READ


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["FOOTNOTE"], "ragged_row"),
        (["", "FOOTNOTE"], "ragged_row"),
        (["FOOTNOTE" + SPARSE] * 3, "trailer"),
        ([SPARSE, "FOOTNOTE" + SPARSE], "trailer"),
        (["Total,,12,,33.5,,,"], "trailer"),
        ([",".join(["A"] * WIDTH), ",".join(["x1"] * WIDTH)], "second_header"),
        (["A,B,C", "1,2,3", "4,5,6"], "ragged_row"),
        ([",".join("ABCDEFGHIJ"), ",".join("1234567890")], "ragged_row"),
    ],
)
def test_lines_behind_the_records_are_bad_records(
    lines: list[str], reason: str, every: bool
) -> None:
    text = written(TABLE, every=every) + "".join(line + "\r\n" for line in lines)
    verdict, _, _, *reasons = said("x.csv", text.encode()).split(" ")
    assert (verdict, reasons) == ("accept_with_quarantine", [reason])


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (RECORDS, READ),
        (TABLE[:1], "empty"),
        (TABLE[:2], "accept 1"),
        ([HEADER, *TABLE], "accept_with_quarantine 31 1 second_header"),
        (
            [HEADER, ["text", "time", "pcs", "id", "EUR", "text", "text", "text"], *RECORDS],
            "accept_with_quarantine 31 1 second_header",
        ),
        (
            [HEADER, ["", "", "", "", "EUR", "", "", ""], *RECORDS],
            "accept_with_quarantine 31 1 second_header",
        ),
        ([[*HEADER[:2], "", *HEADER[3:]], *RECORDS], READ),
        ([["H", "H", *HEADER[2:]], *RECORDS], READ),
        ([[*row, ""] for row in TABLE], READ),
    ],
)
def test_headers_that_lack_something(rows: list[list[str]], says: str, every: bool) -> None:
    assert said("x.csv", written(rows, every=every).encode()) == says


def spoilt(row: list[str], every: bool) -> Iterator[str]:
    """A record as a line that no longer has its fields."""
    cells = [written([[cell]], every=every).removesuffix("\r\n") for cell in row]
    for i in range(WIDTH):
        yield ",".join([*cells[:i], '"' + cells[i], *cells[i + 1 :]])
        yield ",".join([*cells[:i], "," + cells[i], *cells[i + 1 :]])
        if i:
            yield ",".join([*cells[: i - 1], cells[i - 1] + cells[i], *cells[i + 1 :]])
    for delimiter in ";\t ":
        yield written([row], delimiter, every=every).removesuffix("\r\n")
    for other in (row[:5], [*row, "x"], row[:1]):
        yield written([other], every=every).removesuffix("\r\n")


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("place", [0, 1, 2, 15, 30])
def test_one_spoilt_line_is_never_taken_for_a_good_one(place: int, every: bool) -> None:
    lines = [written([row], every=every) for row in TABLE]
    for line in spoilt(TABLE[place], every):
        text = "".join([*lines[:place], line + "\r\n", *lines[place + 1 :]])
        words = said("x.csv", text.encode()).split(" ")
        # Without its header a file may be one that has none, or be refused.
        quarantined = words[:3] == ["accept_with_quarantine", "30", "1"]
        assert words[0] == "reject" if place == 0 else quarantined, line
