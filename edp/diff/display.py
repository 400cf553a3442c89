"""A comparison on the screen."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edp.diff.model import Comparison, Risk
from edp.diff.words import advice, counts

_COLOURS = {
    Risk.DATA_LOSS: "bold red",
    Risk.REPLACEMENT: "red",
    Risk.MOVE: "magenta",
    Risk.RETENTION: "yellow",
    Risk.IAM: "cyan",
}


def show(comparison: Comparison, console: Console) -> None:
    """Prints the risks as a table, what to do about them, and the count of other changes."""
    mark = "[red]✗[/]" if comparison.findings else "[green]✓[/]"
    heading = f"{mark} [bold]{comparison.environment}[/]: {counts(comparison)}"
    console.print(heading, highlight=False)
    if comparison.findings:
        console.print(_table(comparison))
    for risk in advice(comparison):
        console.print(f"  [{_COLOURS[risk]}]{risk.label}[/]: {risk.advice}", highlight=False)


def _table(comparison: Comparison) -> Table:
    table = Table("risk", "resource", "what would happen", box=None, padding=(0, 2), pad_edge=True)
    for finding in comparison.findings:
        table.add_row(
            f"[{_COLOURS[finding.risk]}]{finding.risk.label}[/]",
            f"{escape(finding.resource.place)}\n[dim]{finding.resource.type}[/]",
            escape(finding.what),
        )
    return table
