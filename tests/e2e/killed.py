"""Runs `edp` and kills it where it is about to touch a certain path.

It is a process of its own that dies of SIGKILL, so nothing of it can tidy up.
"""

from __future__ import annotations

import fnmatch
import os
import signal
import sys

from edp.cli import main
from tests import forked

WATCHED = ("os.link", "os.rename", "os.mkdir", "shutil.rmtree", "open")


def killed(pattern: str, count: int, *arguments: object) -> int:
    """The exit code of a run of `edp` that is to die at the so-many-th touch of a path."""
    return forked.run(_run, pattern, count, [str(a) for a in arguments])


def _run(pattern: str, count: int, arguments: list[str]) -> None:
    watch(pattern, count)
    sys.argv = ["edp", *arguments]
    main()


def watch(pattern: str, count: int) -> None:
    """Kills this process at the so-many-th touch of a path."""
    left = count

    def touched(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in WATCHED and any(fnmatch.fnmatch(str(a), pattern) for a in arguments[:2]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)
