"""Shows the verdicts on files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.display.look import count, put, table
from edp.display.verdicts import STYLES, VERDICTS

Found = dict[str, Any]

_LEAST_WIDTH, _OTHER_WIDTH = 20, 27


def show(verdicts: Sequence[Found], console: Console) -> None:
    """Prints a line per file: what it was taken for, or why it was not taken."""
    shown = table("", "", "File", "Records", "Bad", "What, or why not", right=2)
    shown.columns[-1].justify = "left"
    # Paths stay whole where there is room: words can be broken more nicely.
    longest = max(len(f["file"]) for f in verdicts)
    shown.columns[-1].max_width = max(_LEAST_WIDTH, console.width - longest - _OTHER_WIDTH)
    for found in verdicts:
        _add(shown, found)
    counts = Counter(f["verdict"] for f in verdicts)
    legend = Text(f"{count(len(verdicts), 'file')}: ")
    for verdict, words in VERDICTS.items():
        if counts[verdict]:
            legend.append(STYLES[verdict][0], STYLES[verdict][1])
            legend.append(f" {counts[verdict]:,} {words}   ")
    put(console, shown, legend)


def _add(shown: Table, found: Found) -> None:
    counted = found["verdict"].startswith("accept")
    figures = (f"{found[n]:,}" if counted else "–" for n in ("records", "bad_records"))
    mark = Text(*STYLES[found["verdict"]])
    shown.add_row(mark, Text(str(found["file"]), "bold"), *figures, _what(found))


def _what(found: Found) -> Text:
    if found["verdict"] == "empty":
        return Text(found["detail"] or "", "dim")
    if found["reason"]:
        return Text.assemble((found["reason"], "red"), f": {found['detail']}")
    parts = (found["format"], found["compression"], found["encoding"])
    return Text(", ".join(p for p in parts if p and p != "none"))
