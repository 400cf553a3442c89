"""Which files are set aside, and what people decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.display.look import put, table
from edp.display.set_aside import files_set_aside
from edp.lake import Lake
from lakehouse.publication import newest
from lakehouse.set_aside import decisions


def look(lake: Lake) -> dict[str, Any]:
    """As plain values: files that the newest build of silver set aside, and all decisions."""
    published = newest(lake.publications["silver"])
    known = published.get("decisions", 0) if published else 0
    made = decisions(lake.ledger)
    return {
        "aside": published.get("aside", []) if published else [],
        "decisions": [asdict(d) | {"in_effect": d.number <= known} for d in made],
    }


def show(found: dict[str, Any], console: Console) -> None:
    """Prints it."""
    if found["aside"]:
        put(console, files_set_aside(found["aside"]))
    else:
        put(console, Text("no file is set aside"))
    if found["decisions"]:
        put(console, _decisions(found["decisions"]))


def _decisions(made: list[dict[str, Any]]) -> Table:
    shown = table("Decisions, the newest last", "", "File", "Who", "When", "Why")
    for d in made:
        what = Text("aside", "yellow") if d["aside"] else Text("back", "green")
        shown.add_row(what, Text(d["uri"], "bold"), Text(d["who"]), d["at"][:16], Text(d["why"]))
    if waiting := sum(not d["in_effect"] for d in made):
        shown.caption = f"{waiting} of them take effect with the next run."
    return shown
