"""`edp start`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text


def start(
    folder: Annotated[Path, typer.Argument(help="Folder with what the shop's systems export.")],
    into: Annotated[
        Path | None, typer.Option(help="New folder for contracts, raw files and lake.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: publish only what is clear.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON for machines; asks nothing.")
    ] = False,
) -> None:
    """From a folder of files nobody described to figures; what is not clear is asked."""
    from edp.start.ask import asking, nobody
    from edp.start.display import show
    from edp.start.run import start as begin

    console, notes = Console(), Console(stderr=True)
    into = into or Path(f"{folder.resolve().name}-platform")
    with notes.status("…") as status:
        ask = nobody if yes or as_json else asking(console, status)
        started = begin(folder, into, ask, lambda text: status.update(Text(text)))
    if as_json:
        print(json.dumps(started.to_json(), default=str, ensure_ascii=False))
    else:
        show(started, console)
    if not started.published:
        raise typer.Exit(1)
