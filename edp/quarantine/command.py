"""`edp quarantine list`, `show` and `export`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from contracts import datasets
from edp.errors import EdpError
from edp.lake import Lake

app = typer.Typer(help="Say what was kept back and why; show it; write it for its producer.")
console = Console()
notes = Console(stderr=True)

MOST = 12
Out = Annotated[Path, typer.Option(help="Folder of the lake.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Limit = Annotated[int, typer.Option(min=1, help="So many at most, for people.")]
Dataset = Annotated[str | None, typer.Option(help="Only of this dataset.")]
Reason = Annotated[
    str | None, typer.Option(help="Only for this reason: `amount:too_precise` or `too_precise`.")
]
Column = Annotated[str | None, typer.Option(help="Only where this column is at fault.")]
File = Annotated[str | None, typer.Option(help="Only of files with this in their path.")]
Kind = Annotated[str, typer.Option("--by", help="Group by reason, column, file or dataset.")]


@app.command("list")
def list_(
    out: Out,
    by: Kind = "reason",
    dataset: Dataset = None,
    reason: Reason = None,
    column: Column = None,
    file: File = None,
    limit: Limit = MOST,
    as_json: Json = False,
) -> None:
    """Count quarantined records, with an example each, and name refused files."""
    from edp.display.quarantine import show_groups
    from edp.quarantine.groups import BY, groups, refused
    from edp.quarantine.model import Filter
    from edp.quarantine.tables import open_quarantine

    if by not in BY:
        raise EdpError(f"cannot group by {by!r}: expected one of {', '.join(BY)}")
    only = Filter(_known(dataset), reason, column, file)
    with open_quarantine(Lake.in_folder(out)) as con:
        found, files = groups(con, by, only), refused(con, only)
    if as_json:
        _print_json({"groups": [asdict(g) for g in found], "refused": [asdict(f) for f in files]})
        return
    show_groups(found, files, limit, console)
    if found:
        notes.print(
            f"[dim]one of them: edp quarantine show {found[0].example.file} "
            f"--record {found[0].example.record} --out {out}[/]",
            soft_wrap=True,
            highlight=False,
        )


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A raw file: its path, or the end of it.")],
    out: Out,
    record: Annotated[int | None, typer.Option(help="Only the record with this number.")] = None,
    limit: Limit = MOST,
    as_json: Json = False,
) -> None:
    """Print quarantined records whole, personal data too, beside what was expected."""
    from edp.display.quarantine import show_records
    from edp.quarantine.records import file_named, records_of, refusals_of
    from edp.quarantine.tables import open_quarantine

    with open_quarantine(Lake.in_folder(out)) as con:
        name = file_named(con, file)
        found, files = records_of(con, name, record), refusals_of(con, name)
    if not found and not files:
        which = "nothing of it is" if record is None else f"its record {record} is not"
        raise EdpError(f"{name}: {which} in quarantine")
    if as_json:
        for told in [*map(asdict, files), *map(asdict, found)]:
            _print_json(told)
        return
    notes.print("[dim]records are shown whole, personal data too[/]", highlight=False)
    show_records(found, files, limit, console)


@app.command()
def export(
    out: Out,
    to: Annotated[Path, typer.Option(help="Folder to write to; it must be empty or new.")],
    raw: Annotated[
        Path | None, typer.Option(help="Folder with the raw files; else the one of the last run.")
    ] = None,
    dataset: Dataset = None,
    reason: Reason = None,
    column: Column = None,
    file: File = None,
    as_json: Json = False,
) -> None:
    """Write quarantined records as they were sent, each with its reasons, for their producer."""
    from edp.display.quarantine import show_export
    from edp.quarantine.export import export as write
    from edp.quarantine.model import Filter

    done = write(out, to, raw, Filter(_known(dataset), reason, column, file))
    if as_json:
        _print_json(asdict(done))
    else:
        show_export(done, to, console)


def _known(dataset: str | None) -> str | None:
    if dataset is not None and dataset not in datasets():
        raise EdpError(f"unknown dataset {dataset!r}: expected one of {', '.join(datasets())}")
    return dataset


def _print_json(value: object) -> None:
    print(json.dumps(value, default=str, ensure_ascii=False))
