"""Generates messy files and their answer key."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from generator.answer_key import FOLDER
from generator.kinds import registered
from generator.marts import write_marts
from generator.plan import ShardPlan, plan
from generator.pools import Pools, make_pools
from generator.shard_files import ShardResult, build_shard
from generator.summary import Summary

Progress = Callable[[int], None]
_MOST_ROWS = 90_000_000
"""Beyond this the numbers of users would meet those of users who must not exist."""


_WORTH_A_PROCESS = 50_000
"""Fewer rows are written before another process has started."""


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
    workers = workers or (1 if rows < _WORTH_A_PROCESS else os.cpu_count() or 1)
    out.mkdir(parents=True, exist_ok=True)
    pools, shards = make_pools(seed), plan(rows, seed, dirty)
    total = ShardResult()
    for shard, result in _results(shards, pools, seed, dirty, out, workers):
        for name in ("rows", "verdicts", "kinds"):
            getattr(total, name).update(getattr(result, name))
        total.size += result.size
        if progress:
            progress(shard.rows)
    write_marts(out, workers)
    _write_kinds(out, total.kinds)
    rows_, files, kinds = (
        dict(sorted(c.items())) for c in (total.rows, total.verdicts, total.kinds)
    )
    return Summary(rows_, files, kinds, total.size)


def _check(rows: int, dirty: float, out: Path) -> None:
    if not 1 <= rows <= _MOST_ROWS:
        raise GenerateError(f"rows must be between 1 and {_MOST_ROWS:,}, not {rows:,}")
    if not 0 <= dirty <= 1:
        raise GenerateError(f"dirty must be between 0 and 1, not {dirty}")
    if out.exists() and not out.is_dir():
        raise GenerateError(f"{out} is not a folder")
    if out.is_dir() and any(out.iterdir()):
        raise GenerateError(f"{out} is not empty: choose a new folder")


def _results(
    shards: list[ShardPlan], pools: Pools, seed: int, dirty: float, out: Path, workers: int
) -> Iterator[tuple[ShardPlan, ShardResult]]:
    """The results of all shards, as they come."""
    if workers == 1:
        for shard in shards:
            yield shard, build_shard(shard, pools, seed, dirty, out)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _remember, (pools, seed, dirty, out)) as pool:
        waiting = {pool.submit(_build, shard): shard for shard in shards}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


_SHARED: list[tuple[Pools, int, float, Path]] = []


def _remember(pools: Pools, seed: int, dirty: float, out: Path) -> None:
    """Keeps in each process what all shards need."""
    _SHARED[:] = [(pools, seed, dirty, out)]


def _build(shard: ShardPlan) -> ShardResult:
    return build_shard(shard, *_SHARED[0])


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
