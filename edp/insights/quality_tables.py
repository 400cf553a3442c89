"""Shows on a terminal what became of files and records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table
from rich.text import Text

from edp.display.look import bar, table
from edp.display.verdicts import VERDICTS
from edp.insights.model import Quality, ReasonCount
from edp.reasons import in_words

_TOP_REASONS = 8
_FATES = {
    "silver": "in silver",
    "superseded": "superseded",
    "duplicate": "duplicate",
    "continuation": "continued",
    "quarantined": "quarantined",
    "aside": "set aside",
}


def quality_tables(quality: Quality) -> Iterator[Table]:
    """Files by verdict, records by fate, and the reasons."""
    yield _matrix("Files", {(f.dataset, f.verdict): f.files for f in quality.files}, VERDICTS)
    yield _records(quality)
    if quality.held_back:
        yield _held_back(quality)
    if quality.quarantine_reasons:
        yield _reasons("Why records were quarantined", quality.quarantine_reasons)
    if quality.refusals:
        yield _reasons("Why files were refused", quality.refusals)


def _records(quality: Quality) -> Table:
    counts = {(f.dataset, f.fate): f.records for f in quality.records}
    some = {fate for _, fate in counts}
    # Hardly ever is a file set aside, and there is not much room.
    shown = _matrix(
        "Records", counts, {f: words for f, words in _FATES.items() if f != "aside" or f in some}
    )
    accounted = quality.records_with_fate
    missing = quality.records_read - accounted
    shown.caption = f"{quality.records_read:,} records read, {accounted:,} accounted for" + (
        ": every one." if not missing else f": {missing:+,} MISSING."
    )
    shown.caption_style = "green" if not missing else "bold red"
    return shown


def _held_back(quality: Quality) -> Table:
    shown = table("Held back: figures show an earlier state", "Dataset", "Of", "Why")
    for held in quality.held_back:
        shown.add_row(held.dataset, held.since or "never published", Text(held.reason))
    return shown


def _matrix(title: str, counts: dict[tuple[str, str], int], kinds: Mapping[str, str]) -> Table:
    """Datasets down, kinds across, totals at both ends."""
    shown = table(title, "Dataset", *(w.capitalize() for w in kinds.values()), "All", right=1)
    datasets = sorted({d for d, _ in counts})
    for dataset in datasets:
        row = [counts.get((dataset, k), 0) for k in kinds]
        shown.add_row(dataset, *(f"{n:,}" if n else "·" for n in row), f"{sum(row):,}")
    totals = [sum(counts.get((d, k), 0) for d in datasets) for k in kinds]
    shown.add_section()
    shown.add_row("all", *(f"{n:,}" for n in totals), f"{sum(totals):,}", style="bold")
    return shown


def _reasons(title: str, reasons: tuple[ReasonCount, ...]) -> Table:
    shown = table(title, "Dataset", "Reason", "", "Times", right=3)
    greatest = reasons[0].count
    for r in reasons[:_TOP_REASONS]:
        strip = Text(bar(r.count / greatest, 12), "yellow")
        shown.add_row(r.dataset, in_words(r.dataset, r.reason), strip, f"{r.count:,}")
    if len(reasons) > _TOP_REASONS:
        shown.caption = f"and {len(reasons) - _TOP_REASONS} more"
    return shown
