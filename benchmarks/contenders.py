"""Who runs: the platform on its two engines, the peers, and the floor."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
Command = Callable[[Path, Path], list[str]]


@dataclass(frozen=True)
class Contender:
    """How to start one of them on a raw folder and an output folder."""

    name: str
    title: str
    command: Command
    java: bool = False

    def environment(self) -> dict[str, str]:
        """What it needs to find."""
        return {"JAVA_HOME": _java_home()} if self.java else {}


def _module(name: str, *more: str) -> Command:
    return lambda raw, out: [
        *(sys.executable, "-m", name, *more, "--raw", str(raw)),
        *(() if name.endswith("floor") else ("--out", str(out))),
    ]


def _platform(engine: str) -> Command:
    return lambda raw, out: [
        *_module("edp", "pipeline")(raw, out),
        *("--engine", engine, "--json"),
    ]


@cache
def _java_home() -> str:
    command = [sys.executable, str(ROOT / "scripts" / "java_home.py")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


FLOOR = Contender("floor", "floor: count lines", _module("benchmarks.floor"))
DUCKDB = Contender("duckdb_sql", "DuckDB SQL", _module("benchmarks.peers.duckdb_sql"))
SAIL = Contender("platform_sail", "platform on Sail", _platform("sail"))
BARE = Contender("bare_sail", "platform on Sail, bare", _module("benchmarks.bare"))
SPARK = Contender("platform_spark", "platform on Spark", _platform("spark"), java=True)
TUTORIAL = Contender(
    "tutorial_spark", "tutorial Spark", _module("benchmarks.peers.tutorial_spark"), java=True
)
# The floor reads all files first, so that everybody finds them in the system's cache.
ALL = {c.name: c for c in (FLOOR, DUCKDB, SAIL, BARE, SPARK, TUTORIAL)}
