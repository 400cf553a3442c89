"""Work that is done again and again beside everything else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

# What takes long is done less often: it has this part of the time at most.
SHARE = 1 / 10


class Chore:
    """A thread that does something every few seconds until it is stopped."""

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Begins at once. What the work raises is logged, once, and it is done again."""
        self._name, self._seconds, self._work = name, seconds, work
        self._failure = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=name)
        self._thread.start()

    def stop(self) -> None:
        """Returns when the work under way is done."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        pause = self._seconds
        while not self._stopped.wait(pause):
            began = time.monotonic()
            try:
                self._work()
                failure = ""
            except Exception as error:
                failure = f"{type(error).__name__}: {error}"
            if failure != self._failure:
                log.warning("%s: %s", self._name, failure or "works again")
            self._failure = failure
            pause = max(self._seconds, (time.monotonic() - began) / SHARE)
