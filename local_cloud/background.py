"""Work that is done beside the requests."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import ministack.app

T = TypeVar("T")
# A busy cloud spends this part of its time on such work at most.
SHARE = 1 / 20


def every(seconds: float, name: str, work: Callable[[], None]) -> None:
    """Does something again and again, in a thread of its own; what it raises is logged.

    What takes long is done less often, so that it never takes much of the cloud's time.
    """

    def forever() -> None:
        pause = seconds
        while True:
            time.sleep(pause)
            began = time.thread_time()
            try:
                work()
            except Exception:
                logging.getLogger("local_cloud").exception("%s failed", name)
            pause = max(seconds, (time.thread_time() - began) / SHARE)

    threading.Thread(target=forever, name=name, daemon=True).start()


def between_requests(work: Callable[[], T]) -> T:
    """Does something while no request is being answered, and returns what it returns.

    ministack's state belongs to the loop that answers requests.
    """
    loop = ministack.app._MAIN_LOOP
    if loop is None or _inside(loop):
        return work()

    async def do() -> T:
        return work()

    return asyncio.run_coroutine_threadsafe(do(), loop).result()


def _inside(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
