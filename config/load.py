"""Reads an environment: its own file over base.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.explain import explain
from config.model import Config
from lake_protocol.jobs import JOBS

FOLDER = Path(__file__).parent

Table = dict[str, Any]


class ConfigError(Exception):
    """A configuration that cannot be meant; one line per thing to mend."""


def environments(folder: Path = FOLDER) -> list[str]:
    """Names of the environments there are."""
    return sorted(p.stem for p in folder.glob("*.toml") if p.stem != "base")


@cache
def load(name: str, folder: Path = FOLDER) -> Config:
    """The environment of that name.

    Raises:
        ConfigError: there is no such environment, or its files say something impossible.
    """
    if name not in environments(folder):
        known = ", ".join(environments(folder))
        raise ConfigError(f"unknown environment {name!r}: choose one with -c env=…, of {known}")
    base, own = _read(folder / "base.toml"), _read(folder / f"{name}.toml")
    merged = _merged(base, own)
    try:
        config = Config.model_validate(_with_jobs(merged) | {"name": name})
    except ValidationError as error:
        raise ConfigError(explain(error, folder, name, own)) from None
    _assert_apart(config, folder)
    return config


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from None


def _merged(base: Table, own: Table) -> Table:
    both = base | own
    tables = (k for k in base.keys() & own.keys() if isinstance(base[k], dict))
    return both | {
        k: _merged(base[k], own[k]) if isinstance(own[k], dict) else own[k] for k in tables
    }


def _with_jobs(config: Table) -> Table:
    """Every job with what all jobs share, and with what is said about it alone."""
    jobs = config.get("jobs")
    if not isinstance(jobs, dict):
        return config
    shared = {k: v for k, v in jobs.items() if not isinstance(v, dict)}
    unknown = {k: v for k, v in jobs.items() if isinstance(v, dict) and k not in JOBS}
    return config | {"jobs": {n: _merged(shared, jobs.get(n, {})) for n in JOBS} | unknown}


def _assert_apart(config: Config, folder: Path) -> None:
    """Networks of environments do not overlap, so that they can be joined one day."""
    mine = IPv4Network(config.network.cidr)
    for other in environments(folder):
        cidr = _read(folder / f"{other}.toml").get("network", {}).get("cidr")
        if other != config.name and _overlaps(mine, cidr):
            raise ConfigError(
                f"{folder / config.name}.toml: network.cidr: {mine} overlaps with {cidr} of "
                f"{other}.toml; allowed: a network that no other environment has"
            )


def _overlaps(mine: IPv4Network, cidr: object) -> bool:
    try:
        return mine.overlaps(IPv4Network(str(cidr)))
    except ValueError:
        return False  # The other environment will say so when it is loaded.
