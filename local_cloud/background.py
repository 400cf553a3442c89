"""Work that is done beside the requests."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import ministack.app

T = TypeVar("T")
# Work takes this part of the processor's time at most.
SHARE = 1 / 20


class Pace:
    """When something may be done again, by how much of the processor's time it has taken.

    A context manager around what takes time.
    """

    def __init__(self) -> None:
        """It may be done at once."""
        self._next = self._began = 0.0

    @property
    def free(self) -> bool:
        """Whether it may be done."""
        return time.monotonic() >= self._next

    def __enter__(self) -> None:
        self._began = time.thread_time()

    def __exit__(self, *_: object) -> None:
        took = time.thread_time() - self._began
        self._next = max(self._next, time.monotonic()) + took / SHARE


def every(seconds: float, name: str, work: Callable[[], None]) -> None:
    """Does something again and again until the cloud ends; what it raises is logged."""

    def forever() -> None:
        while not _over():
            time.sleep(seconds)
            try:
                work()
            except Exception:
                if not _over():
                    logging.getLogger("local_cloud").exception("%s failed", name)

    threading.Thread(target=forever, name=name, daemon=True).start()


def between_requests(work: Callable[[], T]) -> T:
    """Does something while no request is being answered, and returns what it returns.

    ministack's state belongs to the loop that answers requests.
    """
    loop = ministack.app._MAIN_LOOP
    if loop is None or _inside(loop):
        return work()

    done: Future[T] = Future()
    loop.call_soon_threadsafe(_do, work, done)
    return done.result()


def _do(work: Callable[[], T], done: Future[T]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)


def _inside(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False


def _over() -> bool:
    loop = ministack.app._MAIN_LOOP
    return loop is not None and loop.is_closed()
