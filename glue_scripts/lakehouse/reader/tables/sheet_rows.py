"""Rows of a sheet as RFC 4180 has them, each cell as it is meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

BATCH_ROWS = 2048
# The width of a sheet is that of its first rows; whatever stands beyond is too much in a row.
FIRST_ROWS = 1000
# `00123` is the number 123 and the way it is shown.
PADDED = re.compile("0{2,}")
# What a cell has of a number; the others were lost when it was typed or pasted.
DIGITS = 15
CLOCK = re.compile("[hHsS]")

Row = list[str]


def rows_of(sheet: Any, notes: list[str]) -> Iterator[str]:
    """The rows that have a value, as lines without their ends.

    Args:
        sheet: as openpyxl reads it, row by row.
        notes: gets a sentence on numbers that have lost digits.
    """
    # What a file says of its own size is not to be trusted.
    sheet.reset_dimensions()
    lost = 0
    rows = _filled(sheet)
    first = list(islice(rows, FIRST_ROWS))
    width = max((len(row) for row, _ in first), default=0)
    for row, lossy in chain(first, rows):
        lost += lossy
        yield _line(row + [""] * (width - len(row)))
    if lost:
        what = f"numbers of more than {DIGITS} digits, of which a cell keeps no more"
        notes.append(f"Sheet {sheet.title!r} has {what}: {lost}.")


def _filled(sheet: Iterable[Iterable[Any]]) -> Iterator[tuple[Row, int]]:
    """Rows without empty cells at their end, and how many of their numbers have lost digits."""
    for cells in sheet:
        row = [(cell, cell.value) for cell in cells]
        while row and row[-1][1] in (None, ""):
            row.pop()
        if row:
            texts = ["" if value is None else meant(cell, value) for cell, value in row]
            yield texts, sum(_is_lossy(value) for _, value in row)


def meant(cell: Any, value: Any) -> str:
    """The value of a cell as a text that can be read in one way only."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(cell, value)
    if isinstance(value, datetime):
        has_clock = value.time() != time() or CLOCK.search(cell.number_format or "")
        return value.isoformat(" ") if has_clock else value.date().isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(cell: Any, value: float) -> str:
    text = f"{value:.{DIGITS}g}"
    if "e" in text or "n" in text:
        return text
    if text.isdigit() and PADDED.fullmatch(cell.number_format or ""):
        return text.zfill(len(cell.number_format))
    # Three decimals could as well be thousands.
    return f"{text}0" if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", text) else text


def _is_lossy(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) >= 10**DIGITS


def _line(row: Row) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row)
    return out.getvalue()
