"""Processes that end with whoever started them, whatever becomes of it; children of children too.

`Leash` starts a command through this module. The started module holds the reading end of a pipe:
when the owner ends, even by SIGKILL, the pipe closes, and everything the command started is ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import psutil

SECONDS_TO_END = 10


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
    ) -> None:
        """Starts it.

        Args:
            command: Program and arguments.
            variables: All of its surroundings; nothing is inherited.
            folder: Where it works.
            log: What it prints is added here.
            errors: What it prints to standard error is added here instead.
        """
        holder = [sys.executable, str(Path(__file__)), *command]
        with log.open("ab") as output, (errors or log).open("ab") as error_output:
            self._process = subprocess.Popen(
                holder,
                env=variables,
                cwd=folder,
                stdin=subprocess.PIPE,
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
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main(command: list[str]) -> int:
    """Runs a command; ends its whole family when standard input closes, or when it ends."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_when_left, args=(child.pid,), daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end_family(child.pid))
    code = child.wait()
    end_family(child.pid)
    return code if code >= 0 else 128 - code


def _end_when_left(pid: int) -> None:
    while os.read(0, 4096):
        pass
    end_family(pid)


def end_family(pid: int) -> None:
    """Ends a process and everything it started, first gently."""
    family = _family(pid)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, left = psutil.wait_procs(family, SECONDS_TO_END)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _family(pid: int) -> list[psutil.Process]:
    # Whoever lost its parent meanwhile is still of the session that the holder began.
    own = os.getpid()
    members = {p.pid: p for p in _descendants(pid)}
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
            if process.pid != own and os.getsid(process.pid) == own:
                members[process.pid] = process
    return list(members.values())


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
