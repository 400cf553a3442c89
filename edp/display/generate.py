"""Shows what was generated."""

from __future__ import annotations

from collections import Counter

from rich.columns import Columns
from rich.console import Console
from rich.table import Table

from edp.display.look import bar, counts, done, put, seconds, size, table
from edp.display.verdicts import VERDICTS
from edp.generate import Generated
from generator import Summary

_TOP_DEFECTS = 8


def show(made: Generated, console: Console) -> None:
    """Prints what was written, by dataset, format, expected verdict and defect."""
    summary = made.summary
    rate = summary.total_rows / made.seconds
    done(
        console,
        f"{summary.total_rows:,} records in {summary.total_files:,} files, {size(summary.size)}, "
        f"in {seconds(made.seconds)} ({rate:,.0f} rows/s)",
    )
    put(console, _overview(summary))
    if summary.kinds:
        put(console, _defects(summary.kinds))


def _overview(summary: Summary) -> Columns:
    formats = {f".{suffix}": n for suffix, n in summary.formats.most_common()}
    verdicts = {words: summary.files[v] for v, words in VERDICTS.items() if v in summary.files}
    parts = (
        counts("Records", "Dataset", dict(sorted(summary.rows.items()))),
        counts("Files", "Suffix", formats),
        counts("What must come of them", "Verdict", verdicts),
    )
    return Columns(parts, padding=(0, 4))


def _defects(kinds: Counter[str]) -> Table:
    shown = table(
        f"Defects: {kinds.total():,} of {len(kinds):,} kinds", "Most frequent", "", "Times", right=2
    )
    top = kinds.most_common(_TOP_DEFECTS)
    for kind, count in top:
        shown.add_row(kind.replace("_", " "), f"[yellow]{bar(count / top[0][1])}[/]", f"{count:,}")
    return shown
