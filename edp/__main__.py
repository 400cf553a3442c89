"""`python -m edp` is `edp`."""

from __future__ import annotations

import os
import sys

from edp.cli import main


def run() -> None:
    """Runs a command and ends with its exit code, whatever libraries do when they are unloaded."""
    try:
        main()
    except SystemExit as done:
        if not isinstance(done.code, int) or done.code == 0:
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        # Engines that stopped in the middle of their work may abort while the process is torn down.
        os._exit(done.code)


if __name__ == "__main__":
    run()
