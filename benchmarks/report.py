"""All that was found out, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.data import Data
from benchmarks.equality import Equality
from benchmarks.runs import Runs
from benchmarks.targets import Target

MB = 10**6


def show(
    console: Console,
    runs: Mapping[str, Runs],
    smaller: Mapping[str, Runs],
    equality: Mapping[str, Sequence[Equality]],
    targets: Sequence[Target],
) -> None:
    """Prints everything."""
    _show_data(console, next(iter(runs.values())).data)
    console.print(_figures("Raw files to marts", runs))
    if smaller:
        console.print(_figures("The same with a quarter of the rows", smaller))
    console.print(_stages(runs))
    for name, found in equality.items():
        console.print(_equality(runs[name].contender.title, found))
    for target in targets:
        mark = "[green]✓[/]" if target.met else "[red]✗[/]"
        console.print(f"{mark} {target.name}: {target.value:.2f} (at most {target.limit})")


def _show_data(console: Console, data: Data) -> None:
    console.print(
        f"{data.rows:,} records in {data.files} files, {data.bytes / MB:,.0f} MB "
        f"({data.decompressed_bytes / MB:,.0f} MB decompressed)",
        highlight=False,
    )
    files, size = sum(k.files for k in data.left_out), sum(k.bytes for k in data.left_out)
    kinds = ", ".join(k.kind for k in data.left_out)
    console.print(
        f"[dim]left out for all, as readers of peers stop at them: {files} files, "
        f"{size / MB:,.1f} MB ({kinds})[/]",
        highlight=False,
    )


def _figures(title: str, runs: Mapping[str, Runs]) -> Table:
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("", no_wrap=True)
    for name in ("seconds", "processor s", "memory MB", "rows/s", "CPU s/GB", "s/GB content"):
        table.add_column(name, justify="right")
    for run in runs.values():
        table.add_row(
            run.contender.title,
            f"{run.seconds:,.1f}",
            f"{run.cpu_seconds:,.1f}",
            f"{run.peak_bytes / MB:,.0f}",
            f"{run.rows_per_second:,.0f}",
            f"{run.cpu_seconds_per_gb:,.0f}",
            f"{run.cpu_seconds_per_decompressed_gb:,.0f}",
        )
    return table


def _stages(runs: Mapping[str, Runs]) -> Table:
    table = Table("", "job", "seconds", "share", title="Stages", title_justify="left", box=None)
    for run in runs.values():
        total = min(m.seconds for m in run.measured)
        jobs = {**run.stages, "start and end": total - sum(run.stages.values())}
        for job, seconds in jobs.items() if run.stages else ():
            table.add_row(run.contender.title, job, f"{seconds:,.1f}", f"{seconds / total:.0%}")
    return table


def _equality(title: str, found: Sequence[Equality]) -> Table:
    table = Table(title=f"{title}: same result?", title_justify="left", box=None)
    for name in ("", "table", "rows", "missing", "extra", "equal"):
        table.add_column(name, justify="left" if name in ("", "table") else "right")
    for e in found:
        mark = "[green]✓[/]" if e.equal else "[red]✗[/]"
        row = (f"{e.rows:,}", f"{e.missing:,}", f"{e.extra:,}", f"{e.share:.4%}")
        table.add_row(mark, e.table, *row)
    return table
