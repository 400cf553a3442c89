"""Shows on a terminal whether a lake is as it is built from nothing."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from edp.display.look import count, done, not_done, put, seconds, table
from edp.verify.model import Table, Verified


def show(verified: Verified, console: Console) -> None:
    """Prints a line for each table, and what is wrong in one more."""
    shown = table("Held against a build from nothing", "Table", "Found", "Rows", right=2)
    for found in verified.tables:
        rows = "" if found.rows is None else f"{found.rows:,}"
        shown.add_row(found.name, _found(found), rows)
    put(console, shown)
    compared = [t for t in verified.tables if t.left_out is None]
    wrong = [t.name for t in compared if t.differences]
    if wrong:
        not_done(
            console,
            f"{count(len(wrong), 'table')} of {len(compared)} not as built anew: "
            f"{', '.join(wrong)}. `edp pipeline --full` publishes them anew.",
        )
    else:
        rest = len(verified.tables) - len(compared)
        more = f"; {rest} not compared" if rest else ""
        took = f"({seconds(verified.seconds)})"
        done(console, f"{count(len(compared), 'table')} as built anew from bronze {took}{more}.")


def _found(found: Table) -> Text:
    if found.left_out is not None:
        return Text(f"not compared: {found.left_out}", "yellow")
    if found.differences:
        return Text("\n".join(found.differences), "red")
    return Text("same", "green")
