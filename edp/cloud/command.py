"""`edp up`, `status`, `logs`, `sql`, `put`, `redeploy`, `permissions` and `down`."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from edp.display.look import done, facts

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
console = Console()
notes = Console(stderr=True)


def up(
    detach: Annotated[bool, typer.Option(help="Return, and leave it running.")] = False,
) -> None:
    """Bring the whole platform up in a local cloud; Ctrl-C takes it down."""
    from edp.cloud import place
    from edp.cloud.steps import Steps
    from edp.cloud.up import deploy, start, stay

    steps = Steps(console, notes)
    with contextlib.ExitStack() as stack:
        settings = start(steps, place.FOLDER, stack, detach=detach)
        environment = deploy(settings, steps)
        _tell(environment)
        if not detach:
            stay(settings)


def status(as_json: Json = False) -> None:
    """Say where things are, what has run, what waits, and which alarms are raised."""
    from edp.cloud.status import show
    from edp.cloud.status import status as look

    found = look(_environment())
    if as_json:
        _print_json(found)
    else:
        show(found, console)


def logs(
    name: Annotated[str, typer.Argument(help="A job, a DAG, or a part of Airflow.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as more comes.")] = False,
    as_json: Json = False,
) -> None:
    """Print what a job or a DAG has written."""
    from edp.cloud.logs import lines

    for line in lines(_environment(), name, follow=follow):
        if as_json:
            _print_json({"at": line.at, "stream": line.stream, "text": line.text})
        else:
            stamp = Text(f"{line.at:%H:%M:%S} ", "dim")
            console.print(stamp.append(line.text, "default"), soft_wrap=True)


def sql(
    statement: Annotated[str, typer.Argument(help="In Redshift's dialect.")],
    as_json: Json = False,
) -> None:
    """Ask the warehouse, through the Redshift Data API."""
    from edp.cloud.data_api import query
    from edp.cloud.table import show

    answer = query(_environment(), statement)
    if as_json:
        for row in answer.rows:
            _print_json(dict(zip(answer.columns, row, strict=True)))
    else:
        show(answer, console)


def put(
    raw: Annotated[Path, typer.Argument(help="Folder with one folder for each dataset.")],
    wait: Annotated[bool, typer.Option(help="Wait until they are in the warehouse.")] = False,
) -> None:
    """Put files into raw, as producers do; their arrival starts everything else."""
    from edp.cloud import arrivals
    from edp.cloud.steps import Steps
    from edp.cloud.waiting import wait_until_loaded

    environment, steps = _environment(), Steps(console, notes)
    with steps.step(f"Put the files of {raw} into raw"):
        count = arrivals.put(environment, raw)
    if wait:
        with steps.step("From raw to the warehouse") as tell:
            wait_until_loaded(environment, tell)
    console.print(facts(files=f"{count:,}", next="edp status"), highlight=False)


def redeploy(
    everything: Annotated[
        bool, typer.Option("--all", help="Deploy all stacks, not only scripts and DAGs.")
    ] = False,
) -> None:
    """Bring changed scripts, library and DAGs into the running cloud."""
    from edp.cloud.steps import Steps
    from edp.cloud.up import deploy, deploy_code

    settings, steps = _environment().settings, Steps(console, notes)
    changed = deploy(settings, steps) if everything else deploy_code(settings, steps)
    code = changed.handover["jobs"]["raw_to_bronze"]["arguments"]["--code-hash"]
    console.print(facts(code_hash=code, next="the next run takes it"), highlight=False)


def permissions(as_json: Json = False) -> None:
    """List rights that nobody has used so far, and calls that were denied."""
    from edp.cloud.permissions import permissions as look
    from edp.cloud.permissions import show

    found = look(_environment())
    if as_json:
        _print_json(found)
    else:
        show(found, console)


def down(
    remove: Annotated[
        bool, typer.Option(help="Destroy the stacks first, and leave no file behind.")
    ] = False,
) -> None:
    """Stop the local cloud; started again it goes on where it was."""
    from edp.cloud import place
    from edp.cloud.steps import Steps
    from edp.cloud.up import destroy
    from local_cloud import cloud

    steps = Steps(console, notes)
    settings = place.current()
    if remove:
        destroy(settings, steps)
    with steps.step("Stop the cloud"):
        cloud.stop(settings.folder)
    if remove:
        shutil.rmtree(settings.folder)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    commands: tuple[Callable[..., None], ...] = (
        up,
        status,
        logs,
        sql,
        put,
        redeploy,
        permissions,
        down,
    )
    for command in commands:
        app.command()(command)


def _environment() -> Any:
    from edp.cloud.environment import running

    return running()


def _tell(environment: Any) -> None:
    from edp.cloud.status import addresses

    done(console, "The platform is up")
    look = {"put_files": "edp put RAW", "look_around": "edp status", "stop": "edp down"}
    console.print(facts(**addresses(environment), **look), highlight=False)


def _print_json(value: object) -> None:
    print(json.dumps(value, default=str, ensure_ascii=False), flush=True)
