"""`edp diff` and `edp baseline`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edp.diff.baseline import ENVIRONMENTS, FOLDER, write_baseline
from edp.diff.compare import compare
from edp.diff.display import show
from edp.diff.markdown import to_markdown
from edp.diff.meaning import environment_of, read_environment
from edp.diff.model import Comparison, Environment, Risk, exit_code
from edp.diff.read import Templates, read_templates
from edp.diff.synth import synthesise
from edp.errors import EdpError

HELP = "\n".join(
    [
        "Say what a deployment would risk, without AWS: the code against the committed baselines.",
        "\n\b\nThe exit code is that of the worst class of risk:",
        "0   none",
        "1   something could not be read or synthesised",
        "2   wrong usage",
        *(f"{risk.exit_code}  {risk.label}" for risk in reversed(Risk)),
    ]
)

Environments = Annotated[
    list[str] | None,
    typer.Argument(help="Environments; dev and prod if none is named."),
]
Synth = Annotated[
    Path | None,
    typer.Option(help="Folder of a finished synth of one environment, instead of synthesising."),
]
Baselines = Annotated[Path, typer.Option(help="Folder with a folder of templates for each.")]


def diff(
    environments: Environments = None,
    synth: Synth = None,
    baselines: Baselines = FOLDER,
    markdown: Annotated[
        Path | None, typer.Option(help="Also write the summary for a pull request here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """The command; HELP says what it does."""
    found = [
        compare(name, _accepted(name, baselines), environment_of(_templates(name, synth)))
        for name in _chosen(environments, synth)
    ]
    if markdown:
        markdown.write_text(to_markdown(found), "utf-8")
    if as_json:
        print(json.dumps({"environments": [c.to_json() for c in found], "exit": exit_code(found)}))
    else:
        for comparison in found:
            show(comparison, Console())
    raise typer.Exit(exit_code(found))


def baseline(
    environments: Environments = None,
    synth: Synth = None,
    baselines: Baselines = FOLDER,
    accept: Annotated[
        bool, typer.Option("--accept", help="Make what the code says now the baseline.")
    ] = False,
) -> None:
    """Say whether the committed baselines are what the code says, or make them so."""
    for name in _chosen(environments, synth):
        templates = _templates(name, synth)
        if accept:
            write_baseline(templates, baselines / name)
        else:
            old, new = _accepted(name, baselines), environment_of(templates)
            _assert_equal(compare(name, old, new))


def _chosen(environments: list[str] | None, synth: Path | None) -> list[str]:
    chosen = environments or list(ENVIRONMENTS)
    if synth and len(chosen) != 1:
        raise typer.BadParameter("a synth is of one environment: name it", param_hint="--synth")
    return chosen


def _accepted(name: str, baselines: Path) -> Environment:
    if not (baselines / name).is_dir():
        raise EdpError(f"no baseline of {name} in {baselines}: `edp baseline {name} --accept`")
    return read_environment(baselines / name)


def _templates(name: str, synth: Path | None) -> Templates:
    if synth:
        return read_templates(synth)
    with tempfile.TemporaryDirectory() as out:
        return read_templates(synthesise(name, Path(out)))


def _assert_equal(comparison: Comparison) -> None:
    """Other code is no other platform: only resources that differ make a baseline stale."""
    differing = [p for kind, ps in comparison.changes.items() if kind != "new code" for p in ps]
    if differing:
        raise EdpError(
            f"the baseline of {comparison.environment} differs in {differing[0]}"
            f" and {len(differing) - 1} more: see `edp diff`, then `edp baseline --accept`"
        )


def register(app: typer.Typer) -> None:
    """Adds both commands to the command line."""
    app.command(help=HELP)(diff)
    app.command()(baseline)
