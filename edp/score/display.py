"""Shows a score on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.display.look import put, table
from edp.score.model import Comparison, LeftOut, Score


def show(score: Score, console: Console) -> None:
    """Prints all comparisons, and everything behind those that are not 1.0."""
    put(console, _overview(score.comparisons))
    if score.left_out:
        put(console, _left_out(score.left_out))
    put(console, *(_differences(c) for c in score.comparisons if c.differences), verdict(score))


def verdict(score: Score) -> Text:
    """The whole score in one sentence."""
    failed = [c.name for c in score.comparisons if not c.ok]
    if failed:
        return Text(f"✗ Not as the answer key says: {', '.join(failed)}", "bold red")
    compared = sum(c.compared for c in score.comparisons)
    text = f"✓ Everything is as the answer key says: {compared:,} comparisons, score 1.0."
    return Text(text, "bold green")


def _overview(comparisons: tuple[Comparison, ...]) -> Table:
    shown = table(
        "Held against the answer key", "What", "Compared", "Equal", "Left out", "Score", right=1
    )
    group = ""
    for c in _condensed(comparisons):
        if group and c.name.partition(".")[0] != group:
            shown.add_section()
        group = c.name.partition(".")[0]
        counts = (f"{n:,}" for n in (c.compared, c.equal, c.left_out))
        shown.add_row(c.name, *counts, _ratio(c))
    return shown


def _condensed(comparisons: tuple[Comparison, ...]) -> Iterator[Comparison]:
    """Columns of a dataset that are all equal make one line."""
    for name, group in groupby(comparisons, key=lambda c: c.name.rpartition(".")[0]):
        members = list(group)
        if not name.startswith("values.") or not all(c.ok for c in members):
            yield from members
            continue
        compared, left_out = sum(c.compared for c in members), sum(c.left_out for c in members)
        yield Comparison(f"{name} ({len(members) - 1} columns)", compared, compared, left_out)


def _ratio(comparison: Comparison) -> Text:
    """Rounded down, so that 1.0 is said of equal things only."""
    style = "green" if comparison.ok else "bold red"
    if comparison.ratio is None:
        return Text("–", style)
    if comparison.ok:
        return Text("1.0", style)
    return Text(f"{int(comparison.ratio * 1_000_000) / 1_000_000:.6f}", style)


def _left_out(entries: tuple[LeftOut, ...]) -> Table:
    heads = ("What", "Why", "Planted", "Example", "Count")
    shown = table("Left out because the key calls it ambiguous", *heads, right=4)
    for e in entries:
        shown.add_row(e.what, Text(e.why), Text(e.kinds), Text(e.example), f"{e.count:,}")
    return shown


def _differences(comparison: Comparison) -> Table:
    wrong = comparison.compared - comparison.equal
    title = f"{comparison.name}: {wrong:,} differ, the first {len(comparison.differences)}"
    shown = table(title, "Where", "Record", "Expected", "Got", "Planted")
    for d in comparison.differences:
        record = "" if d.record is None else str(d.record)
        texts = (Text("–" if t is None else t) for t in (d.expected, d.got, d.kinds))
        shown.add_row(Text(d.where), record, *texts)
    kinds = ", ".join(f"{k.kinds or 'none'} {k.count:,}" for k in comparison.by_kinds)
    shown.caption = Text(f"by planted defects: {kinds}")
    return shown
