"""The command line: `edp …`."""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from contracts import delivered
from contracts.roots import replaced, use
from edp.aside.command import group as aside
from edp.cloud import command as cloud_command
from edp.contract.command import group as contract
from edp.contract_roots import contract_roots
from edp.diff import command as diff_command
from edp.display.look import facts
from edp.engine import Engine
from edp.errors import EdpError
from edp.failures import exit_code
from edp.lake import Lake, Source
from edp.memory import give_back
from edp.producer import command as producer_command
from edp.quarantine import command as quarantine_command
from edp.start.command import start
from lakehouse.errors.failure import Incomplete

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
console = Console()
notes = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Out = Annotated[Path, typer.Option(help="Folder of the lake: tables, ledger, report.")]
Raw = Annotated[Path, typer.Option(help="Folder with the raw files.")]


def main() -> None:
    """Runs a command; what goes wrong is one line and an exit code other than 0."""
    give_back()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names of files may have bytes that are no letters.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(exit_code(_run, notes))


def _run() -> int | None:
    use(contract_roots())
    for line in replaced():
        notes.print(f"[bold]note:[/] {escape(line)}", highlight=False, soft_wrap=True)
    code: int | None = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    return code


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
    """Write messy files of a shop, and the answer key to them."""
    from edp.display.generate import show
    from edp.generate import generate as write

    made = write(out, rows, seed, dirty, notes)
    if as_json:
        _print_json(made.to_json())
        return
    show(made, console)
    following = f"edp pipeline --raw {out} --out lake"
    console.print(facts(answer_key=made.answer_key, next=following), highlight=False)


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(help="Files to judge.")],
    dataset: Annotated[
        str | None, typer.Option(help="Hold them to this dataset's contract.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge files: format, encoding, records, and why a bad one is bad."""
    from edp.display.inspect import show
    from edp.inspect import UNREADABLE, inspect_all

    if dataset is not None and dataset not in delivered():
        raise EdpError(f"unknown dataset {dataset!r}: expected one of {', '.join(delivered())}")
    verdicts = []
    with notes.status("…") as status:
        for file in files:
            status.update(Text(str(file)))
            for found in inspect_all(file, dataset):
                verdicts.append(found)
                if as_json:
                    print(json.dumps(found, ensure_ascii=False), flush=True)
    if not as_json:
        show(verdicts, console)
    if unread := sum(v["reason"] == UNREADABLE for v in verdicts):
        raise EdpError(f"{unread} of {len(files)} files could not be read (reason `{UNREADABLE}`)")


@app.command()
def pipeline(
    raw: Raw,
    out: Out,
    engine: Engine = "sail",
    full: Annotated[bool, typer.Option("--full", help="Build every table anew.")] = False,
    as_json: Json = False,
) -> None:
    """Take what is new in RAW through bronze and silver to gold."""
    from edp.display.pipeline import show
    from edp.pipeline import run

    with notes.status("…") as status:
        outcome = run(raw, out, engine, status.update, full=full)
    if as_json:
        _print_json(outcome.to_json())
    else:
        show(outcome, console)
        has_key = (raw / "_answer_key").is_dir()
        check = {"check": f"edp score --raw {raw} --out {out}"} if has_key else {}
        why = {"why": f"edp quarantine list --out {out}"} if outcome.missing else {}
        console.print(facts(next=f"edp insights --out {out}", **check, **why), highlight=False)
    if outcome.missing:
        raise Incomplete(outcome.missing)


@app.command()
def rebuild(
    raw: Raw,
    out: Out,
    source: Annotated[
        Source, typer.Option("--from", help="What is sound: everything behind it is made anew.")
    ] = "raw",
    without_missing: Annotated[
        bool, typer.Option(help="Let go of records whose files are no longer in RAW.")
    ] = False,
    engine: Engine = "sail",
    as_json: Json = False,
) -> None:
    """Build a damaged lake anew from RAW or from its bronze; what it replaces is kept aside."""
    from edp.display.pipeline import show
    from edp.rebuild import rebuild as build

    with notes.status("…") as status:
        outcome, replaced = build(
            raw, out, source, engine, status.update, without_missing=without_missing
        )
    if as_json:
        _print_json(outcome.to_json() | {"replaced": str(replaced)})
    else:
        show(outcome, console)
        console.print(facts(replaced=f"is in {replaced}; delete it when nobody needs it"))
    if outcome.missing:
        raise Incomplete(outcome.missing)


@app.command()
def verify(out: Out, engine: Engine = "sail", as_json: Json = False) -> None:
    """Build silver and gold once more from bronze, aside, and compare what is published."""
    from edp.verify.compare import verify as compare
    from edp.verify.display import show

    with notes.status("…") as status:
        found = compare(out, engine, status.update)
    if as_json:
        _print_json(found.to_json())
    else:
        show(found, console)
    if not found.ok:
        raise typer.Exit(1)


@app.command()
def score(raw: Raw, out: Out, as_json: Json = False) -> None:
    """Hold the results of generated data against the answer key."""
    from edp.score import score as compare
    from edp.score import show

    found = compare(raw, Lake.in_folder(out))
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

    found = ask(Lake.in_folder(out))
    if as_json:
        print(found.to_json())
        return
    report = out / "report.html"
    write_report(found, report)  # first: a reader of the screen may leave early, as `head` does
    show(found, console)
    place = escape(str(report.resolve()))
    console.print(f"[bold]Report:[/] {place}", highlight=False, soft_wrap=True)


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
    """Bring everything up in a local cloud, messy files to checked insights, and take it down."""
    from edp.cloud.demo import demo as show_all

    if not show_all(rows, seed, dirty, console, notes):
        raise typer.Exit(1)


app.command()(start)
app.add_typer(aside, name="aside")
app.add_typer(contract, name="contract")
app.add_typer(producer_command.group, name="producer")
app.command()(producer_command.profiles)
app.add_typer(quarantine_command.app, name="quarantine")
cloud_command.register(app)
diff_command.register(app)


def _print_json(value: object) -> None:
    print(json.dumps(value, default=str, ensure_ascii=False))
