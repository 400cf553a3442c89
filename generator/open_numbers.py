"""Numbers that only their file settles: `1,234` and `1.234` are thousands or decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.row import Row

_NUMBER = re.compile(r"[0-9][0-9.,]*(?P<exponent>[eE][0-9]+)?|[.,][0-9]+")
_DIVIDERS = re.compile("[ '’\u00a0\u2009\u202f]|[a-z]+[.]", re.IGNORECASE)
"""What stands between digits without a meaning, and words that end with a point: `Fr.`."""


def settle(rows: Iterable[Row], texts: Iterable[str]) -> None:
    """Says of rows with an open number what it means, or that nobody can tell.

    Args:
        rows: those of one file, their open numbers in `Row.open`.
        texts: numbers of their column, as the file has them; as many as show all ways of writing.
    """
    marks = {mark for text in texts if (mark := _shown(text))}
    mark = marks.pop() if len(marks) == 1 else None
    for row in rows:
        _settle(row, mark)


def _settle(row: Row, mark: str | None) -> None:
    text = row.text[row.open] or ""
    whole, own, rest = text[:-4], text[-4], text[-3:]
    if mark is None:
        row.refuse(row.open, text, "ambiguous_number")
    elif own != mark:
        row.put(row.open, text, int(whole + rest) * 100)
    elif rest.endswith("0"):
        row.put(row.open, text, int(whole) * 100 + int(rest[:2]))
    else:
        row.refuse(row.open, text, "too_precise")


def _shown(text: str) -> str | None:
    """The decimal mark that a number gives away."""
    if "#" in text:
        return None
    found = _NUMBER.search(_DIVIDERS.sub("", text))
    marks = re.findall("[.,]", found[0]) if found else []
    if not found or not marks:
        return None
    if len({*marks}) == 2:
        return str(marks[-1])
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    before, _, behind = found[0].partition(marks[0])
    could_be_thousands = 0 < len(before) < 4 and before[0] != "0" and len(behind) == 3
    return str(marks[0]) if found["exponent"] or not could_be_thousands else None
