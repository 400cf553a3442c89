"""Processes that end with whoever started them, whatever becomes of it; children of children too.

`Leash` starts a command through this module. The started module holds the reading end of a pipe:
when the owner ends, even by SIGKILL, the pipe closes, and everything the command started is ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import psutil

SECONDS_TO_END = 10
LOOSE = "--loose"
# Of linux/prctl.h.
PR_SET_CHILD_SUBREAPER = 36


class Leash:
    """A command that runs until it ends, is ended, or its owner is gone."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        variables: dict[str, str],
        folder: Path,
        log: Path,
        errors: Path | None = None,
        loose: bool = False,
    ) -> None:
        """Starts it.

        Args:
            command: Program and arguments.
            variables: All of its surroundings; nothing is inherited.
            folder: Where it works.
            log: What it prints is added here.
            errors: What it prints to standard error is added here instead.
            loose: It goes on when its owner is gone; its family still ends with it.
        """
        holder = [sys.executable, str(Path(__file__)), *([LOOSE] if loose else []), *command]
        with log.open("ab") as output, (errors or log).open("ab") as error_output:
            self._process = subprocess.Popen(
                holder,
                env=variables,
                cwd=folder,
                stdin=subprocess.DEVNULL if loose else subprocess.PIPE,
                stdout=output,
                stderr=error_output,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def wait(self, seconds: float | None = None) -> int:
        """Waits for its end; returns the exit code.

        Raises:
            subprocess.TimeoutExpired: it goes on.
        """
        return self._process.wait(seconds)

    def end(self) -> None:
        """Ends it and all it started; returns when nothing is left."""
        if self._process.stdin is None:
            self._process.terminate()
        else:
            self._process.stdin.close()
        self._process.wait()


def main(command: list[str]) -> int:
    """Runs a command; ends its whole family when standard input closes, or when it ends."""
    loose = command[0] == LOOSE
    _adopt_orphans()
    child = subprocess.Popen(command[loose:], stdin=subprocess.DEVNULL)
    if not loose:
        threading.Thread(target=_end_when_left, daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end_family())
    code = child.wait()
    end_family()
    return code if code >= 0 else 128 - code


def _adopt_orphans() -> None:
    """Whoever loses its parent becomes a child of this process; Linux only, see `_family`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _end_when_left() -> None:
    while os.read(0, 4096):
        pass
    end_family()


def end_family() -> None:
    """Ends everything that this process started, first gently."""
    family = _family()
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, left = psutil.wait_procs(family, SECONDS_TO_END)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _family() -> list[psutil.Process]:
    own = psutil.Process()
    members = {p.pid: p for p in own.children(recursive=True)}
    # Elsewhere, whoever lost its parent is at least still of the session that begins here.
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
            if process.pid != own.pid and os.getsid(process.pid) == own.pid:
                members[process.pid] = process
    return list(members.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
