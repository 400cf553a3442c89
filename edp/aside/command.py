"""`edp aside add`, `back` and `list`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from edp.errors import EdpError
from edp.lake import Lake

File = Annotated[str, typer.Argument(help="The file, as in raw: <dataset>/a.csv.")]
Why = Annotated[str, typer.Option(help="For whoever wonders later.")]
Who = Annotated[str | None, typer.Option(help="Who decides, if not you.")]
Version = Annotated[
    list[str] | None, typer.Option(help="Only this version; all that have come, if not given.")
]
Out = Annotated[
    Path | None, typer.Option(help="Folder of the lake; the running local cloud, if not given.")
]
Places = Annotated[
    str | None, typer.Option(help="handover.json of an environment on AWS, or where it stands.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

group = typer.Typer(no_args_is_help=True, help="Set files aside by hand, and put them back.")
console = Console()


@group.command()
def add(
    file: File,
    why: Why,
    who: Who = None,
    version: Version = None,
    out: Out = None,
    handover: Places = None,
    as_json: Json = False,
) -> None:
    """Set a file aside: from the next run on its records take no part, good ones neither."""
    _decide(file, why, who, version, _lake(out, handover), aside=True, as_json=as_json)


@group.command()
def back(
    file: File,
    why: Why,
    who: Who = None,
    version: Version = None,
    out: Out = None,
    handover: Places = None,
    as_json: Json = False,
) -> None:
    """Put a file back: from the next run on it takes part, however many of its records are bad."""
    _decide(file, why, who, version, _lake(out, handover), aside=False, as_json=as_json)


@group.command(name="list")
def list_(out: Out = None, handover: Places = None, as_json: Json = False) -> None:
    """Show which files are set aside, by the rule or by hand, and all decisions."""
    from edp.aside.look import look, show

    found = look(_lake(out, handover))
    if as_json:
        _print_json(found)
    else:
        show(found, console)


def _decide(
    file: str,
    why: str,
    who: str | None,
    version: list[str] | None,
    lake: Lake,
    *,
    aside: bool,
    as_json: bool,
) -> None:
    from edp.aside.decide import decide
    from edp.display.look import done

    decision = decide(lake.ledger, file, version or (), who, why, aside=aside)
    if as_json:
        _print_json(asdict(decision))
        return
    what = "is set aside" if aside else "takes part again"
    done(console, f"{decision.uri} {what} from the next run on")


def _lake(out: Path | None, handover: str | None) -> Lake:
    if out is not None:
        if not (out / "ledger").is_dir():
            raise EdpError(f"{out}: no lake is there: run `edp pipeline --out {out}` first")
        return Lake.in_folder(out)
    if handover is not None:
        return _handed_over(handover)
    from edp.cloud.environment import running

    return running().lake


def _handed_over(file: str) -> Lake:
    from lakehouse.storage.json_file import read_json

    try:
        return Lake.in_buckets(read_json(file, dict)["places"])
    except (FileNotFoundError, KeyError) as error:
        raise EdpError(f"{file}: is no handover.json of an environment ({error!r})") from error


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))
