"""A first contact on the screen: figures first, then what is not in them, then what is open."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from edp.display.look import count, done, facts, not_done, put, table
from edp.insights import insights, write_report
from edp.insights import show as show_insights
from edp.lake import Lake
from edp.reasons import in_words
from edp.start.started import Started


def show(started: Started, console: Console) -> None:
    """Prints what was published, quarantined and asked, and what to do next."""
    if started.published:
        found = insights(Lake.in_folder(started.lake))
        write_report(found, started.into / "report.html")
        show_insights(found, console)
    _accepted(started, console)
    _left_out(started, console)
    _questions(started, console)
    if started.published:
        _next(started, console)


def _accepted(started: Started, console: Console) -> None:
    if not started.published:
        why = "" if started.files or started.refused else ": there are no files"
        not_done(console, f"nothing is published{why}")
        return
    files = count(len(started.accepted), "file")
    done(console, f"{files} published; copies of them are in {started.into / 'raw'}")
    shown = table("", "File", "Taken as", "Records", right=2)
    for one in started.accepted:
        like = f"{one.dataset} (profile {one.profile})" if one.profile else one.dataset
        shown.add_row(Text(one.file), like, f"{one.records:,}")
    put(console, shown)


def _left_out(started: Started, console: Console) -> None:
    for group in started.quarantined:
        why = in_words(group.dataset, group.reason)
        expected = f", expected: {group.expected}" if group.expected else ""
        records = count(group.records, "record")
        line = f"! {records} of {group.dataset} quarantined: {why}{expected}"
        console.print(Text(line, "yellow"), soft_wrap=True)
    for file in started.refused:
        line = f"! {file.label}: not taken ({file.reason}: {file.detail})"
        console.print(Text(line, "yellow"), soft_wrap=True)
    for line in started.outcome.missing if started.outcome else ():
        console.print(Text(f"! {line}", "yellow"), soft_wrap=True)


def _questions(started: Started, console: Console) -> None:
    for question in started.questions:
        console.print(Text(f"? {question.file}: {question.asks}", "yellow"), soft_wrap=True)
    if started.questions:
        console.print()


def _next(started: Started, console: Console) -> None:
    into = started.into.resolve()
    console.print(
        facts(
            report=into / "report.html",
            configuration=f'contracts = ["{into}"] in config/local.toml: other commands need it',
            why=f"edp quarantine list --out {started.lake}",
        ),
        highlight=False,
        soft_wrap=True,
    )
