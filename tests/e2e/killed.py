"""Runs `edp` and kills it where it is about to touch a certain path: `killed.py PATTERN COUNT …`.

It is a process of its own that dies of SIGKILL, so nothing of it can tidy up.
"""

from __future__ import annotations

import fnmatch
import os
import signal
import sys

from edp.cli import main

WATCHED = ("os.link", "os.rename", "os.mkdir", "shutil.rmtree", "open")


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


if __name__ == "__main__":
    watch(sys.argv[1], int(sys.argv[2]))
    sys.argv = ["edp", *sys.argv[3:]]
    main()
