"""Shows what a run of the pipeline did, and that every record is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from edp.display.look import count, done, not_done, put, seconds, table
from edp.display.set_aside import files_set_aside
from edp.display.verdicts import VERDICTS
from edp.display.why import held_back
from edp.pipeline import Outcome
from lakehouse.basis import NEVER
from lakehouse.bronze.deliveries import UNFINISHED

# What becomes of files that are not judged now.
FURTHER = {
    "repeat": "sent once more",
    "unpacked": "unpacked",
    "postponed": "still changing, so left",
    UNFINISHED: "not finished, so left",
}
_FATES = {
    "silver": "In silver",
    "lineage": "Merged",
    "quarantine": "Quarantined",
    "aside": "Set aside",
}


def show(outcome: Outcome, console: Console) -> None:
    """Prints the three steps, the sum of records as an equation, the files set aside, and notes."""
    took = f"{' → '.join(_layers(outcome))} in {seconds(sum(outcome.seconds.values()))}"
    if outcome.missing:
        not_done(console, f"{took}, and not all is published")
    else:
        done(console, f"{_news(outcome)}{took}")
    put(console, _steps(outcome), _equation(outcome), *_aside(outcome), *_held_back(outcome))
    for note in outcome.notes:
        console.print(f"! {note}", style="yellow", markup=False, highlight=False, soft_wrap=True)


def _aside(outcome: Outcome) -> Iterator[Table]:
    if outcome.aside:
        yield files_set_aside(outcome.aside)


def _held_back(outcome: Outcome) -> Iterator[Group]:
    for dataset, about in outcome.datasets.items():
        if about["why"]:
            yield held_back(dataset, about)


def _news(outcome: Outcome) -> str:
    """What is said before the time it took."""
    if "raw_to_bronze" not in outcome.seconds or _new_files(outcome):
        return ""
    built = sum(why is not None for why in outcome.built.values())
    return "no new files; " if built else "nothing is new, all tables are as they were; "


def _built(outcome: Outcome, layer: str) -> str:
    """Which tables were built, and why, as the end of a sentence."""
    tables = {n.partition(".")[2]: w for n, w in outcome.built.items() if n.startswith(f"{layer}.")}
    built = {name: why for name, why in tables.items() if why is not None}
    if set(built.values()) == {NEVER}:
        return ""
    if not built:
        return "; left as it was"
    if len(built) == len(tables) and len(set(built.values())) == 1:
        return f"; all built: {next(iter(built.values()))}"
    told = ", ".join(f"{name} ({why})" for name, why in built.items())
    return f"; {len(built)} of {len(tables)} tables built: {told}"


def _new_files(outcome: Outcome) -> int:
    return sum(n for verdict, n in outcome.files.items() if verdict != UNFINISHED)


def _layers(outcome: Outcome) -> list[str]:
    """The layers that were gone through."""
    ways = [step.split("_to_") for step in outcome.seconds]
    return [*(way[0] for way in ways), ways[-1][-1]]


def _steps(outcome: Outcome) -> Table:
    shown = table("What was done", "Step", "Time", "In", "Out")
    shown.columns[1].justify = "right"
    sums = _sums(outcome.records)
    words = VERDICTS | FURTHER
    verdicts = ", ".join(
        f"{outcome.files[v]:,} {w}" for v, w in words.items() if v in outcome.files
    )
    aside = f", {sums['aside']:,} set aside" if sums["aside"] else ""
    rows = sum(outcome.gold.values())
    lines = {
        "raw_to_bronze": (
            count(_new_files(outcome), "new file"),
            verdicts or "nothing new",
        ),
        "bronze_to_silver": (
            count(sums["bronze"], "record"),
            f"{sums['silver']:,} clean, {sums['lineage']:,} merged, "
            f"{sums['quarantine']:,} quarantined{aside}{_built(outcome, 'silver')}",
        ),
        "silver_to_gold": (
            count(sums["silver"], "record"),
            f"{rows:,} rows in {len(outcome.gold)} tables{_built(outcome, 'gold')}",
        ),
    }
    for step, took in outcome.seconds.items():
        shown.add_row(step.replace("_to_", " → "), seconds(took), *lines[step])
    return shown


def _equation(outcome: Outcome) -> Table:
    """Came in = in silver + merged + quarantined + set aside, for each dataset and in all."""
    all_in = _sums(outcome.records)
    fates = {fate: head for fate, head in _FATES.items() if fate != "aside" or all_in["aside"]}
    heads = ("Dataset", "Came in", *fates.values(), "")
    shown = table("Every record of every accepted file", *heads, right=1)
    for dataset, counts in outcome.records.items():
        shown.add_row(dataset, *_sides(counts, fates))
    shown.add_section()
    shown.add_row("all", *_sides(all_in, fates), style="bold")
    shown.caption = "Merged: another record of the same key was kept instead."
    if held := [name for name, about in outcome.datasets.items() if about["reason"]]:
        shown.caption += f"\nHeld back, so readers see an earlier state: {', '.join(held)}."
    return shown


def _sides(counts: dict[str, int], fates: dict[str, str]) -> tuple[str | Text, ...]:
    balanced = counts["bronze"] == sum(counts[fate] for fate in _FATES)
    mark = Text("✓", "green") if balanced else Text("✗", "bold red")
    signs = ("=" if balanced else "≠", *"+++")
    right = (f"{sign} {counts[fate]:,}" for sign, fate in zip(signs, fates, strict=False))
    return (f"{counts['bronze']:,}", *right, mark)


def _sums(records: dict[str, dict[str, Any]]) -> dict[str, int]:
    return {name: sum(counts[name] for counts in records.values()) for name in ("bronze", *_FATES)}
