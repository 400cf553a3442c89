"""`edp producer check` and `edp profiles`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from edp.display.look import count, put, table

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
STYLES = {"agree": "green", "contradict": "bold red", "silent": "dim"}

group = typer.Typer(no_args_is_help=True, help="Producers: what files cannot say by themselves.")


@group.callback()
def _group() -> None:
    """Keeps `check` a command of its own."""


@group.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder with the raw files.")],
    as_json: Json = False,
) -> None:
    """Say what the files of producers settle of their settings; 1 where one is contradicted."""
    from edp.producer.check import check as checked
    from edp.producer.check import to_json

    found = checked(folder)
    if as_json:
        for line in to_json(found):
            print(json.dumps(line, ensure_ascii=False))
    else:
        _show(to_json(found), Console())
    raise typer.Exit(int(any(c.contradicted for c in found.values())))


def _show(found: list[dict[str, object]], console: Console) -> None:
    for producer in found:
        shown = table("", "Setting", "Example")
        settings, questions, files = (producer[k] for k in ("settings", "questions", "files"))
        assert isinstance(settings, list)
        assert isinstance(questions, list)
        assert isinstance(files, list)
        for line in settings:
            verdict = Text(line["verdict"], STYLES[line["verdict"]])
            shown.add_row(verdict, Text(line["setting"], "bold"), Text(line["example"]))
        head = Text.assemble((str(producer["producer"]), "bold"), f": {count(len(files), 'file')}")
        asked = [Text.assemble(("question: ", "bold yellow"), line) for line in questions]
        put(console, head, shown, *asked)


def profiles(as_json: Json = False) -> None:
    """List the systems whose exports are known: put their files into folders of these names."""
    from edp.producer.profiles import profiles as listed

    if as_json:
        for line in listed():
            print(json.dumps(line, ensure_ascii=False))
        return
    shown = table("Profile", "Feeds", "Files below raw", "What")
    for line in listed():
        shown.add_row(
            Text(line["name"], "bold"),
            ", ".join(line["datasets"]),
            "\n".join(line["files"]),
            Text(line["description"]),
        )
    put(Console(), shown)
