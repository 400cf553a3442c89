"""Runs a command and says what it and all its children took: time, processor, memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLES_EVERY = 0.1
PATIENCE = 30.0
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Measured:
    """What one run took.

    `cpu_seconds` are user and system seconds of the whole process tree; `peak_bytes` is the
    greatest sum of its resident memory that was seen (pages several processes share count in each).
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


class RunFailed(Exception):
    """A contender that did not come to its end."""


def measure(command: list[str], log: Path, environment: Mapping[str, str]) -> Measured:
    """Runs a command to its end and measures it.

    Args:
        command: what to run.
        log: receives what it prints on stderr.
        environment: its environment variables, besides those of this process.

    Raises:
        RunFailed: it ended with another code than 0.
    """
    _adopt_orphans()
    log.parent.mkdir(parents=True, exist_ok=True)
    others = psutil.Process().children(recursive=True)
    before, start = _cpu_of_children(), time.perf_counter()
    with log.open("w") as errors, _peak(others) as peak:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            check=False,
            env=os.environ | dict(environment),
        )
        seconds = time.perf_counter() - start
        _reap_orphans(others)
    if done.returncode:
        raise RunFailed(f"{' '.join(command[1:5])} … ended with {done.returncode}: see {log}")
    return Measured(seconds, _cpu_of_children() - before, peak[0], done.stdout)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    """Makes children of children ours when their parent ends first, so that they count."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _reap_orphans(others: list[psutil.Process]) -> None:
    """Waits for what a command has left running: a Java engine ends a moment after its driver."""
    while left := _children(others):
        _, alive = psutil.wait_procs(left, timeout=PATIENCE)
        for child in alive:
            child.kill()


@contextlib.contextmanager
def _peak(others: list[psutil.Process]) -> Iterator[list[int]]:
    """The greatest memory of the command's processes, sampled while the block runs."""
    peak, over = [0], threading.Event()

    def sample() -> None:
        while not over.wait(SAMPLES_EVERY):
            peak[0] = max(peak[0], sum(map(_memory, _children(others))))

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield peak
    finally:
        over.set()
        sampler.join()


def _children(others: list[psutil.Process]) -> list[psutil.Process]:
    """This process's children, and theirs; without those that were there before."""
    return [c for c in psutil.Process().children(recursive=True) if c not in others]


def _memory(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:  # it has ended since it was found
        return 0
