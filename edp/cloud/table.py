"""Shows what the warehouse answered."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from edp.cloud.data_api import Answer
from edp.display.look import put, table

NUMBERS = ("int2", "int4", "int8", "numeric", "float4", "float8")
SHOWN = 1000


def show(answer: Answer, console: Console) -> None:
    """Prints the rows; a statement that gives none is said to be done."""
    if not answer.columns:
        console.print("done")
        return
    shown = table("", *answer.columns)
    for column, kind in zip(shown.columns, answer.types, strict=True):
        column.justify = "right" if kind in NUMBERS else "left"
    for row in answer.rows[:SHOWN]:
        shown.add_row(*("" if v is None else Text(str(v)) for v in row))
    left = len(answer.rows) - SHOWN
    shown.caption = f"{len(answer.rows):,} rows" + (f", {left:,} not shown" if left > 0 else "")
    put(console, shown)
