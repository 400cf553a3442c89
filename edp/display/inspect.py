"""Shows the verdicts on files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.display.look import put, table
from edp.display.verdicts import STYLES, VERDICTS

Found = dict[str, Any]


def show(verdicts: Sequence[Found], console: Console) -> None:
    """Prints a line per file: what it was taken for, or why it was not taken."""
    shown = table("", "Verdict", "File", "Records", "Bad", "What it is, or why not", right=2)
    shown.columns[-1].justify = "left"
    for found in verdicts:
        _add(shown, found)
    counts = Counter(f["verdict"] for f in verdicts)
    told = ", ".join(f"{counts[v]:,} {words}" for v, words in VERDICTS.items() if counts[v])
    put(console, shown, f"{_files(len(verdicts))}: {told}")


def _add(shown: Table, found: Found) -> None:
    mark, style = STYLES[found["verdict"]]
    verdict = Text(f"{mark} {VERDICTS[found['verdict']]}", style)
    counted = found["verdict"].startswith("accept")
    figures = (f"{found[n]:,}" if counted else "–" for n in ("records", "bad_records"))
    shown.add_row(verdict, Text(str(found["file"]), "bold"), *figures, _what(found))


def _what(found: Found) -> Text:
    if found["verdict"] == "empty":
        return Text(found["detail"] or "", "dim")
    if found["reason"]:
        return Text.assemble((found["reason"], "red"), f": {found['detail']}")
    parts = (found["format"], found["compression"], found["encoding"])
    return Text(", ".join(p for p in parts if p and p != "none"))


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
