"""Builds shards, one after the other or in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from generator.plan import ShardPlan
from generator.pools import make_pools
from generator.shard_files import build_shard
from generator.summary import Summary

_WORTH_A_PROCESS = 50_000
"""Fewer rows are written before another process has started."""


def usual_workers(rows: int) -> int:
    """One per processor, if there is work for them."""
    return 1 if rows < _WORTH_A_PROCESS else os.cpu_count() or 1


def build_shards(
    shards: list[ShardPlan], seed: int, dirty: float, out: Path, workers: int
) -> Iterator[tuple[ShardPlan, Summary]]:
    """Writes all shards; gives what each has become, as they come."""
    if workers == 1:
        pools = make_pools(seed)
        for shard in shards:
            yield shard, build_shard(shard, pools, seed, dirty, out)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        for _ in range(workers):
            processes.submit(_warm_up)  # while the pools are made here
        pools = make_pools(seed)
        waiting = {
            processes.submit(build_shard, shard, pools, seed, dirty, out): shard for shard in shards
        }
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _warm_up() -> None:
    """Imports what takes a second: pyarrow takes pandas along at its first conversion of a list."""
    pa.array([])
