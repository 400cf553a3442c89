"""The command line: `python -m benchmarks --rows 1000000`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.contenders import ALL, BARE, DUCKDB, SAIL, SPARK, TUTORIAL, Contender
from benchmarks.data import prepare
from benchmarks.equality import Equality, compare_lakes, compare_peer
from benchmarks.measure import RunFailed
from benchmarks.report import show
from benchmarks.results import results
from benchmarks.runs import Runs, Tell, run_all
from benchmarks.targets import targets

ROOT = Path("build/bench")
RESULTS = Path(__file__).parent / "results.json"
# These must come to the platform's result; the tutorial cannot (its module says why).
PEERS = (DUCKDB.name, BARE.name, TUTORIAL.name)
MUST_EQUAL = (DUCKDB.name, BARE.name, SPARK.name)


def main(
    rows: Annotated[int, typer.Option(min=1, help="Records, roughly.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="Same seed, same data.")] = 7,
    dirty: Annotated[float, typer.Option(min=0, max=1, help="How bad the data is.")] = 0.3,
    only: Annotated[list[str] | None, typer.Option(help="Only these contenders.")] = None,
    times: Annotated[int, typer.Option(min=1, help="Runs of each; medians count.")] = 1,
    memory: Annotated[bool, typer.Option(help="Also run on a quarter of the rows.")] = False,
    out: Annotated[Path, typer.Option(help="Where the results go.")] = RESULTS,
) -> None:
    """Run the platform and its peers on the same generated files, and compare."""
    console, notes = Console(), Console(stderr=True)
    chosen = _chosen(only)
    with notes.status("…") as status:
        status.update("generate")
        data = prepare(rows, seed, dirty, ROOT)
        runs = run_all(chosen, data, data.raw.parent / "out", times, status.update)
        smaller = _smaller(rows, seed, dirty, chosen, status.update) if memory else {}
        status.update("compare")
        equality = compare(runs)
    met = targets(runs, smaller)
    show(console, runs, smaller, equality, met)
    parameters = {"rows": rows, "seed": seed, "dirty": dirty, "times": times}
    found = results(parameters, runs, smaller, equality, met)
    out.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"[bold]Results:[/] {out}", highlight=False, soft_wrap=True)
    if not all(e.equal for name in MUST_EQUAL for e in equality.get(name, ())):
        raise typer.Exit(1)


def _chosen(only: list[str] | None) -> list[Contender]:
    unknown = set(only or ()) - ALL.keys()
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: expected {', '.join(ALL)}")
    return [c for name, c in ALL.items() if not only or name in only]


def _smaller(
    rows: int, seed: int, dirty: float, chosen: list[Contender], tell: Tell
) -> dict[str, Runs]:
    """Runs on a quarter of the rows, of those whose memory is of interest."""
    data = prepare(rows // 4, seed, dirty, ROOT)
    few = [c for c in chosen if c in (DUCKDB, SAIL)]
    return run_all(few, data, data.raw.parent / "out", 1, tell)


def compare(runs: Mapping[str, Runs]) -> dict[str, list[Equality]]:
    """Everybody against the platform on Sail."""
    if SAIL.name not in runs:
        return {}
    lake = runs[SAIL.name].out
    found = {n: compare_peer(lake, runs[n].out) for n in PEERS if n in runs}
    if SPARK.name in runs:
        found[SPARK.name] = compare_lakes(lake, runs[SPARK.name].out)
    return found


if __name__ == "__main__":
    try:
        typer.run(main)
    except RunFailed as error:
        Console(stderr=True).print(f"[bold red]error:[/] {error}", highlight=False, soft_wrap=True)
        sys.exit(1)
