"""The process of a run, until it ends or has to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from local_cloud.leash import Leash

State = Literal["SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED"]

SECONDS_BETWEEN_LOOKS = 0.2


class RunFailed(Exception):
    """A run failed; the text is its error message."""


def watch(
    process: Leash, *, seconds: float, stop: threading.Event, meanwhile: Callable[[], None]
) -> State:
    """Waits for the end of a process; how it ended.

    Args:
        process: What to wait for.
        seconds: Then it is ended.
        stop: Set by whoever wants it ended.
        meanwhile: Done again and again; when it raises, the process is ended.
    """
    until = time.monotonic() + seconds
    try:
        while process.running:
            if stop.wait(SECONDS_BETWEEN_LOOKS):
                return "STOPPED"
            if time.monotonic() >= until:
                return "TIMEOUT"
            meanwhile()
    finally:
        process.end()
    return "SUCCEEDED" if process.wait() == 0 else "FAILED"
