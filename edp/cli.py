"""The command line: `edp …`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contracts import DATASETS, ContractError
from edp.diff import command as diff_command
from edp.errors import EdpError
from lakehouse.failure import JobFailed

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
console = Console()
notes = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Out = Annotated[Path, typer.Option(help="Folder of the lake: tables, ledger, report.")]
Raw = Annotated[Path, typer.Option(help="Folder with the raw files.")]


def main() -> None:
    """Runs a command; what people can mend is one line and exit code 1."""
    try:
        app()
    except (EdpError, ContractError, JobFailed) as error:
        notes.print(f"[bold red]error:[/] {error}", highlight=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def generate(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    rows: Annotated[int, typer.Option(min=1, help="Records in all, roughly.")] = 100_000,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    dirty: Annotated[
        float, typer.Option(min=0, max=1, help="0: clean, 1: as bad as it gets.")
    ] = 0.3,
    as_json: Json = False,
) -> None:
    """Write messy files of the three datasets, and the answer key to them."""
    from generator.run import generate as write

    _assert_new(out)
    with _progress() as progress:
        task = progress.add_task("generate", total=rows)
        summary = write(rows, seed, dirty, out, progress=lambda n: progress.advance(task, n))
    if as_json:
        _print_json(vars(summary) if hasattr(summary, "__dict__") else str(summary))
    else:
        console.print(f"[green]✓[/] {summary}", highlight=False)


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(help="Files to judge.")],
    dataset: Annotated[
        str | None, typer.Option(help="Hold them to this dataset's contract.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge files: format, encoding, records, and why a bad one is bad."""
    from edp.inspect import inspect as judge

    if dataset is not None and dataset not in DATASETS:
        raise EdpError(f"unknown dataset {dataset!r}: expected one of {', '.join(DATASETS)}")
    missing = [f for f in files if not f.exists()]
    for file in files:
        if file in missing:
            continue
        found = judge(file, dataset)
        if as_json:
            print(json.dumps(found, ensure_ascii=False), flush=True)
        else:
            _show_verdict(found)
    if missing:
        raise EdpError(f"no such file: {', '.join(map(str, missing))}")


@app.command()
def pipeline(raw: Raw, out: Out, engine: str = "sail", as_json: Json = False) -> None:
    """Take what is new in RAW through bronze and silver to gold."""
    _pipeline(raw, out, engine, as_json=as_json)


@app.command()
def score(raw: Raw, out: Out, as_json: Json = False) -> None:
    """Hold the results of generated data against the answer key."""
    from edp.score import score as compare
    from edp.score import show

    found = compare(raw, out)
    if as_json:
        print(found.to_json())
    else:
        show(found, console)
    if not found.ok:
        raise typer.Exit(1)


@app.command()
def insights(out: Out, as_json: Json = False) -> None:
    """Show user activity, daily revenue and lifetime value; write the report."""
    from edp.insights import insights as ask
    from edp.insights import show, write_report

    found = ask(out)
    if as_json:
        print(found.to_json())
        return
    show(found, console)
    report = out / "report.html"
    write_report(found, report)
    console.print(f"\n[bold]Report:[/] {report.resolve()}", highlight=False, soft_wrap=True)


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="Only say whether it is stale.")] = False,
) -> None:
    """Write docs/data-model.md from the contracts."""
    from edp.docs import data_model

    if check and data_model.is_stale():
        raise EdpError(f"{data_model.PATH} is stale: run `edp docs`")
    if not check:
        data_model.write()


@app.command()
def demo(rows: int = 20_000, seed: int = 1, dirty: float = 0.3) -> None:
    """Generate messy data, run the pipeline, check it against the key, show the insights."""
    folder = Path("build/demo")
    raw, out = folder / f"raw-{rows}-{seed}-{dirty}", folder / f"lake-{rows}-{seed}-{dirty}"
    if not (raw / "_answer_key").exists():
        generate(out=raw, rows=rows, seed=seed, dirty=dirty)
    _pipeline(raw, out, "sail", as_json=False)
    insights(out=out)


diff_command.register(app)


def _pipeline(raw: Path, out: Path, engine: str, *, as_json: bool) -> None:
    from edp.pipeline import run

    if engine not in ("sail", "spark"):
        raise EdpError(f"unknown engine {engine!r}: expected sail or spark")
    with notes.status("…") as status:
        outcome = run(raw, out, engine, lambda step: status.update(step))  # type: ignore[arg-type]
    if as_json:
        _print_json(outcome.to_json())
        return
    files = (
        ", ".join(f"{n} {verdict}" for verdict, n in sorted(outcome.files.items())) or "none new"
    )
    console.print(f"[green]✓[/] files: {files}", highlight=False)
    fates = ("bronze", "silver", "lineage", "quarantine")
    table = Table("dataset", *fates, box=None)
    for dataset, counts in outcome.records.items():
        table.add_row(dataset, *(f"{counts[fate]:,}" for fate in fates))
    console.print(table)
    console.print(" · ".join(f"{name} {s:.1f} s" for name, s in outcome.seconds.items()))


def _show_verdict(found: dict[str, Any]) -> None:
    colour = {"reject": "red", "empty": "yellow", "accept_with_quarantine": "yellow"}
    what = " ".join(str(found[k]) for k in ("format", "compression", "encoding") if found[k])
    reason = f" {found['reason']}: {found['detail']}" if found["reason"] else ""
    counts = f"{found['records']} records, {found['bad_records']} bad"
    verdict = found["verdict"]
    style = colour.get(verdict, "green")
    text = f"[{style}]{verdict:<23}[/] {found['file']}  {what}  {counts}{reason}"
    console.print(text, highlight=False, soft_wrap=True)


def _assert_new(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise EdpError(f"{out} is there already and not an empty folder: choose another")


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=notes, transient=True)


def _print_json(value: object) -> None:
    print(json.dumps(value, default=str, ensure_ascii=False))
