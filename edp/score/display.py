"""Shows a score on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.score.model import Comparison, LeftOut, Score


def show(score: Score, console: Console) -> None:
    """Prints all comparisons, and everything behind those that are not 1.0."""
    console.print(_overview(score.comparisons))
    if score.left_out:
        console.print(_left_out(score.left_out))
    for comparison in score.comparisons:
        if comparison.differences:
            console.print(_differences(comparison))
    failed = [c.name for c in score.comparisons if not c.ok]
    if failed:
        console.print(Text(f"Not as the answer key says: {', '.join(failed)}", "bold red"))
    else:
        console.print(Text("Everything is as the answer key says.", "bold green"))


def _overview(comparisons: tuple[Comparison, ...]) -> Table:
    table = _table("Score against the answer key")
    table.add_column("What")
    for name in ("Compared", "Equal", "Left out", "Score"):
        table.add_column(name, justify="right")
    group = ""
    for c in comparisons:
        if group and c.name.partition(".")[0] != group:
            table.add_section()
        group = c.name.partition(".")[0]
        counts = (f"{n:,}" for n in (c.compared, c.equal, c.left_out))
        table.add_row(c.name, *counts, _ratio(c))
    return table


def _ratio(comparison: Comparison) -> Text:
    """Rounded down, so that 1.0 is said of equal things only."""
    style = "green" if comparison.ok else "bold red"
    if comparison.ratio is None:
        return Text("–", style)
    if comparison.ok:
        return Text("1.0", style)
    return Text(f"{int(comparison.ratio * 1_000_000) / 1_000_000:.6f}", style)


def _left_out(entries: tuple[LeftOut, ...]) -> Table:
    table = _table("Left out because the key calls it ambiguous")
    for name in ("What", "Why", "Planted", "Example"):
        table.add_column(name, overflow="fold")
    table.add_column("Count", justify="right")
    for e in entries:
        table.add_row(e.what, Text(e.why), Text(e.kinds), Text(e.example), f"{e.count:,}")
    return table


def _differences(comparison: Comparison) -> Table:
    wrong = comparison.compared - comparison.equal
    title = f"{comparison.name}: {wrong:,} differ, the first {len(comparison.differences)}"
    table = _table(title)
    for name in ("Where", "Record", "Expected", "Got", "Planted"):
        table.add_column(name, overflow="fold")
    for d in comparison.differences:
        record = "" if d.record is None else str(d.record)
        texts = (Text("–" if t is None else t) for t in (d.expected, d.got, d.kinds))
        table.add_row(Text(d.where), record, *texts)
    kinds = ", ".join(f"{k.kinds or 'none'} {k.count:,}" for k in comparison.by_kinds)
    table.caption = Text(f"by planted defects: {kinds}")
    table.caption_justify = "left"
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
