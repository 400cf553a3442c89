"""`edp contract propose`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def propose(
    files: Annotated[list[Path], typer.Argument(help="Samples of one dataset, in any formats.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the dataset; that of the first file by default.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the contract to this new file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Propose a contract for files of a new dataset, with evidence and open questions."""
    from edp.contract.propose.display import show
    from edp.contract.propose.propose import propose as proposal_for
    from edp.contract.propose.rendered import rendered
    from edp.errors import EdpError

    if out and out.exists():
        raise EdpError(f"{out} is there already: remove it or name another file")
    if out and not out.parent.is_dir():
        raise EdpError(f"{out.parent} is no folder: make it first")
    found = proposal_for(files, name)
    text = rendered(found)
    if out:
        out.write_text(text, "utf-8")
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    elif out:
        show(found, out, Console())
    else:
        print(text, end="")
