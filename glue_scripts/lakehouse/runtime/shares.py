"""Divides work between workers, so that all of them end at about the same time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def shares(items: Iterable[Item], cost: Callable[[Item], int], number: int) -> list[list[Item]]:
    """Each item in one of at most so many shares, the dearest first; no share is empty.

    Each item goes to the share that costs least by then (Graham, *Bounds on Multiprocessing Timing
    Anomalies*, 1969): no share costs more than a third above the best that is possible.
    """
    dealt: list[list[Item]] = [[] for _ in range(number)]
    cheapest = [(0, n) for n in range(number)]
    for item in sorted(items, key=cost, reverse=True):
        so_far, n = cheapest[0]
        dealt[n].append(item)
        heapq.heapreplace(cheapest, (so_far + cost(item), n))
    return [share for share in dealt if share]
