"""Reads the Markdown tables of variants, so that the page is the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
CELLS = re.compile(r"(?<!\\)\|")
ESCAPE = re.compile(r"\\(n|t|r|\\|\||x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})")
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "|": "|"}


def rows(page: str, heading: str = "") -> list[dict[str, str]]:
    """The rows of all tables of a page that stand below a heading (below any, where none is named).

    Returns:
        Column name -> text, cells in backticks without them and with their escapes resolved.
    """
    found: list[dict[str, str]] = []
    names: list[str] = []
    here = not heading
    for line in (FOLDER / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            here, names = not heading or line.lstrip("# ") == heading, []
        elif not line.startswith("|"):
            names = []
        elif here and not names:
            names = list(_cells(line))
        elif here and not set(line) <= set("|-: "):
            found.append(dict(zip(names, _cells(line), strict=True)))
    assert found, f"{page}: no table below {heading or 'any heading'}"
    return found


def _cells(line: str) -> Iterator[str]:
    for cell in CELLS.split(line.strip())[1:-1]:
        text = cell.strip()
        quoted = len(text) > 1 and text.startswith("`") and text.endswith("`")
        yield ESCAPE.sub(_letter, text[1:-1]) if quoted else text


def _letter(found: re.Match[str]) -> str:
    code = found[1]
    return LETTERS.get(code) or chr(int(code[1:], 16))
