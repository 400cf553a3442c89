"""Delimited text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.layout import Layout
from generator.tables import table
from generator.texts import Texts


def header(layout: Layout) -> str:
    """The line of names."""
    return layout.delimiter.join(cells((layout.names[c] for c in layout.columns), layout))


def lines(texts: Texts, layout: Layout) -> list[str]:
    """All records. No clean value needs quotes, except where the layout wants them."""
    if layout.quotes_oddly:
        rows = zip(*(texts[c] for c in layout.columns), strict=True)
        return [layout.delimiter.join(cells(row, layout)) for row in rows]
    columns = [["" if v is None else v for v in texts[c]] for c in layout.columns]
    if layout.quote_all:
        between = f'"{layout.delimiter}"'
        return [f'"{between.join(row)}"' for row in zip(*columns, strict=True)]
    return list(map(layout.delimiter.join, zip(*columns, strict=True)))


def without_last_blanks(lines: list[str], layout: Layout) -> list[str]:
    """Lines without the empty fields at their end, as far as no column there is required."""
    required = table(layout.dataset).required
    most = len(layout.columns) - 1 - max(layout.columns.index(c) for c in required)
    blank = re.compile(f"{re.escape(layout.delimiter)}{{1,{most}}}$" if most else "(?!)")
    return [blank.sub("", line) for line in lines]


def cells(values: Iterable[str | None], layout: Layout) -> list[str]:
    """The fields of one record, in quotes where they must be."""
    return [_cell(v or "", layout) for v in values]


def _cell(text: str, layout: Layout) -> str:
    quote = layout.quote
    special = any(mark in text for mark in (layout.delimiter, quote, "\n", "\r"))
    if not (special or layout.quote_all):
        return text
    inner = text.replace(quote, f"\\{quote}" if layout.backslash else 2 * quote)
    return f"{quote}{inner}{quote}"
