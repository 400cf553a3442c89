"""`edp contract check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edp.contract.change import Effect
from edp.contract.propose.command import propose

HELP = "\n".join(
    [
        "Say what changed contracts, models and code will do, before they do it.",
        "\n\b\nThe exit code is that of the worst class of change:",
        *(f"{effect.exit_code:<3} {effect.label}: {effect.meaning}" for effect in Effect),
        "1   something could not be read, or contracts and models do not fit each other",
        "2   wrong usage",
    ]
)

group = typer.Typer(no_args_is_help=True, help="Contracts and what a change of them does.")
group.command()(propose)


@group.command(help=HELP)
def check(
    against: Annotated[
        str | None, typer.Option(help="The commit to compare with; HEAD if nothing is said.")
    ] = None,
    lake: Annotated[
        Path | None, typer.Option(help="Compare with what the lake in this folder was made by.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(help="Also write the summary for a pull request here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """The command; HELP says what it does."""
    from edp.contract.check import against_commit, against_lake
    from edp.contract.display import show
    from edp.contract.markdown import to_markdown

    if lake and against:
        raise typer.BadParameter("a lake or a commit, not both", param_hint="--lake")
    found = against_lake(lake) if lake else against_commit(against or "HEAD")
    if markdown:
        markdown.write_text(to_markdown(found), "utf-8")
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        show(found, Console())
    raise typer.Exit(found.effect.exit_code)
