"""Shows files whose records take no part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from edp.display.look import table
from edp.reasons import in_words
from lakehouse.set_aside import BY_HAND


def files_set_aside(files: Iterable[dict[str, Any]]) -> Table:
    """A line per file: how much of it is bad, and why, or who decided so."""
    shown = table("Files set aside, good records too", "File", "Bad", "Why")
    shown.columns[1].justify = "right"
    for file in files:
        share = f"{file['quarantined']:,} of {file['records']:,}"
        shown.add_row(Text(file["uri"], "bold"), share, _why(file))
    shown.caption = "Put one back: edp aside back FILE --why …   (edp aside list)"
    return shown


def _why(file: dict[str, Any]) -> Text:
    if file["by"] == BY_HAND:
        return Text(f"{file['who']}: {file['why']}")
    first = file["reasons"][0]
    words = in_words(file["dataset"], first["reason"])
    return Text(f"{words} ({first['count']:,} times, record {first['record']}: {first['value']!r})")
