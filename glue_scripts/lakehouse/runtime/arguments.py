"""What a job is started with on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from lake_protocol.jobs import option
from lakehouse.errors.failure import JobFailed
from lakehouse.iceberg.catalog import GLUE
from lakehouse.runtime.job import Job
from lakehouse.runtime.settings import Settings

OPTIONAL = ("database_prefix", "metrics_namespace", "region", "code_hash", "parallelism")


def parse(job: Job, arguments: Sequence[str]) -> tuple[Settings, str | None]:
    """The settings of a run, and its id where the surroundings give one.

    Glue starts jobs with arguments of its own; they are passed over, but misspelt ones of ours
    are not.

    Raises:
        JobFailed: an argument is missing or cannot be meant.
    """
    parser = _parser(job)
    found, others = parser.parse_known_args(arguments)
    _refuse_misspelt(others)
    given: dict[str, Any] = {k: v for k, v in vars(found).items() if v is not None}
    run_id = given.pop("JOB_RUN_ID", None)
    given["full"] = given.get("full") == "true"
    for name in (*job.places, "metrics_uri"):
        given[name] = _place(name, given[name])
    if given["catalog"] != GLUE:
        given["catalog"] = str(Path(given["catalog"]).resolve())
    return Settings(**given), run_id


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobFailed(f"{self.prog}: {message}")


def _parser(job: Job) -> argparse.ArgumentParser:
    parser = _Parser(prog=job.name, allow_abbrev=False)
    for name in (*job.places, "metrics_uri"):
        parser.add_argument(option(name), required=True, help="a folder or s3://bucket/prefix")
    parser.add_argument("--catalog", required=True, help="glue, or an SQLite file")
    for name in OPTIONAL:
        parser.add_argument(option(name), type=int if name == "parallelism" else str)
    parser.add_argument(option("full"), choices=("true", "false"))
    parser.add_argument("--JOB_RUN_ID")
    return parser


def _refuse_misspelt(others: Sequence[str]) -> None:
    ours = [option(f.name) for f in fields(Settings)]
    for other in (o.partition("=")[0] for o in others):
        if other not in ours and (meant := get_close_matches(other, ours, 1, cutoff=0.85)):
            raise JobFailed(f"{other}: unknown argument; is {meant[0]} meant?")


def _place(name: str, place: str) -> str:
    scheme, separator, _ = place.partition("://")
    if not separator:
        return str(Path(place).resolve())
    if scheme != "s3":
        raise JobFailed(f"{option(name)} {place}: expected a folder or s3://bucket/prefix")
    return place.rstrip("/")
