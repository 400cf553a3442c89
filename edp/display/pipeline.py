"""Shows what a run of the pipeline did, and that every record is accounted for."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edp.display.look import done, put, seconds, table
from edp.display.verdicts import VERDICTS
from edp.pipeline import Outcome

_FATES = ("silver", "lineage", "quarantine")


def show(outcome: Outcome, console: Console) -> None:
    """Prints the three steps, and the sum of records as an equation."""
    total = sum(outcome.seconds.values())
    done(console, f"raw → bronze → silver → gold in {seconds(total)}")
    put(console, _steps(outcome), _equation(outcome.records))


def _steps(outcome: Outcome) -> Table:
    shown = table("What was done", "Step", "Time", "In", "Out")
    shown.columns[1].justify = "right"
    sums = _sums(outcome.records)
    files = sum(outcome.files.values())
    verdicts = ", ".join(
        f"{outcome.files[v]:,} {w}" for v, w in VERDICTS.items() if v in outcome.files
    )
    rows = sum(outcome.gold.values())
    lines = {
        "raw_to_bronze": (f"{files:,} new files", verdicts or "nothing new"),
        "bronze_to_silver": (
            f"{sums['bronze']:,} records",
            f"{sums['silver']:,} clean, {sums['lineage']:,} merged, "
            f"{sums['quarantine']:,} quarantined",
        ),
        "silver_to_gold": (
            f"{sums['silver']:,} records",
            f"{rows:,} rows in {len(outcome.gold)} tables",
        ),
    }
    for step, (came, went) in lines.items():
        time = seconds(outcome.seconds[step])
        shown.add_row(step.replace("_to_", " → "), time, came, went)
    return shown


def _equation(records: dict[str, dict[str, Any]]) -> Table:
    """Came in = in silver + merged + quarantined, for each dataset and in all."""
    heads = ("Dataset", "Came in", "", "In silver", "", "Merged", "", "Quarantined", "")
    shown = table("Every record of every accepted file", *heads, right=1)
    for dataset, counts in records.items():
        shown.add_row(dataset, *_sides(counts))
    shown.add_section()
    shown.add_row("all", *_sides(_sums(records)), style="bold")
    shown.caption = "Merged: a later or equal record with the same key was kept instead."
    return shown


def _sides(counts: dict[str, int]) -> tuple[str | Text, ...]:
    figures = [f"{counts[fate]:,}" for fate in _FATES]
    balanced = counts["bronze"] == sum(counts[fate] for fate in _FATES)
    mark = Text("✓", "green") if balanced else Text("✗", "bold red")
    left = f"{counts['bronze']:,}"
    return (left, "=" if balanced else "≠", figures[0], "+", figures[1], "+", figures[2], mark)


def _sums(records: dict[str, dict[str, Any]]) -> dict[str, int]:
    return {name: sum(counts[name] for counts in records.values()) for name in ("bronze", *_FATES)}
