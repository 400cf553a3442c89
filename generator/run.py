"""Generates messy files and their answer key."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from generator.answer_key import FOLDER
from generator.kinds import registered
from generator.marts import write_marts
from generator.plan import plan
from generator.summary import Summary
from generator.workers import build_shards, usual_workers

Progress = Callable[[int], None]
_MOST_ROWS = 90_000_000
"""Beyond this the numbers of users would meet those of users who must not exist."""


class GenerateError(Exception):
    """A wish that cannot be met, in words for the person who wished."""


def generate(
    rows: int,
    seed: int,
    dirty: float,
    out: Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Writes about 70 % events, 20 % transactions and 10 % users below `out`, and the answer key.

    The same rows, seed and dirt give the same bytes, whatever the number of workers.

    Args:
        rows: records to write, all datasets together.
        seed: which of all possible folders to write.
        dirty: how much of it is defective, from 0 (nothing) to 1.
        out: an empty or new folder.
        workers: processes; by default one per processor, if there is work for them.
        progress: called with the number of records just finished.

    Raises:
        GenerateError: the wish makes no sense, or the folder has something in it.
    """
    _check(rows, dirty, out)
    workers = workers or usual_workers(rows)
    out.mkdir(parents=True, exist_ok=True)
    total = Summary()
    for shard, written in build_shards(plan(rows, seed, dirty), seed, dirty, out, workers):
        total.add(written)
        if progress:
            progress(shard.rows)
    write_marts(out, workers)
    _write_kinds(out, total.kinds)
    return total


def _check(rows: int, dirty: float, out: Path) -> None:
    if not 1 <= rows <= _MOST_ROWS:
        raise GenerateError(f"rows must be between 1 and {_MOST_ROWS:,}, not {rows:,}")
    if not 0 <= dirty <= 1:
        raise GenerateError(f"dirty must be between 0 and 1, not {dirty}")
    if out.exists() and not out.is_dir():
        raise GenerateError(f"{out} is not a folder")
    if out.is_dir() and any(out.iterdir()):
        raise GenerateError(f"{out} is not empty: choose a new folder")


def _write_kinds(out: Path, counts: Counter[str]) -> None:
    """The list of all kinds, how often each occurs, and why nobody can tell where that is so."""
    kinds = {
        kind.name: {
            "description": kind.description,
            "level": kind.level,
            "datasets": list(kind.datasets),
            "expected": kind.expected,
            "count": counts[kind.name],
            **({"ambiguous": kind.why} if kind.why else {}),
        }
        for kind in sorted(registered().values(), key=lambda k: k.name)
    }
    text = json.dumps(kinds, indent=2, ensure_ascii=False) + "\n"
    (out / FOLDER / "kinds.json").write_text(text, encoding="utf-8")
