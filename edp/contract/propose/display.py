"""A proposed contract on the screen."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from edp.contract.propose.model import Proposal
from edp.display.look import count, done, put, table


def show(proposal: Proposal, out: Path, console: Console) -> None:
    """Prints the columns, and what people have to decide."""
    columns = count(len(proposal.columns), "column")
    done(console, f"{out}: {columns} from {count(proposal.records, 'record')}")
    shown = table("", "Column", "Type", "", "Confidence", "Evidence")
    for proposed in proposal.columns:
        column = proposed.column
        marks = {"key": column.key, "required": column.required, "personal": column.personal}
        said = ", ".join(mark for mark, there in marks.items() if there)
        evidence = Text("; ".join(proposed.evidence))
        shown.add_row(column.name, column.type, said, proposed.confidence, evidence)
    put(console, shown)
    for question in proposal.all_questions():
        console.print(
            f"? {question}", style="yellow", markup=False, highlight=False, soft_wrap=True
        )
