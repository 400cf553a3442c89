"""A check of contracts on the screen."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.contract.change import Change, Effect
from edp.contract.check import Check
from edp.contract.words import file_lines, summary
from edp.display.look import put, table

COLOURS = {
    Effect.COMPATIBLE: "green",
    Effect.REBUILT: "cyan",
    Effect.NOTICED: "yellow",
    Effect.BREAKING: "bold red",
}


MARKS = {Effect.NOTICED: ("! ", "bold yellow"), Effect.BREAKING: ("✗ ", "bold red")}


def show(check: Check, console: Console) -> None:
    """Prints the changes as a table, what is built anew, the files concerned, and notes."""
    mark = MARKS.get(check.effect, ("✓ ", "bold green"))
    put(console, Text.assemble(mark, summary(check)))
    if check.changes:
        put(console, _table(check.changes))
    if check.rebuilt:
        put(console, Text.assemble(("Built anew: ", "bold"), ", ".join(check.rebuilt)))
    for line in (*file_lines(check), *check.notes):
        console.print(f"! {line}", style="yellow", markup=False, highlight=False, soft_wrap=True)


def _table(changes: list[Change]) -> Table:
    shown = table("", "Class", "Where", "What, and what the next run does", "Noticed by")
    for change in changes:
        effect = Text(change.effect.label, COLOURS[change.effect])
        where = f"{change.contract}\n{change.part}" if change.part else change.contract
        what = Text.assemble((change.what, "bold"), f": {change.then}")
        shown.add_row(effect, Text(where), what, Text("\n".join(change.noticed_by)))
    return shown
