"""One run at a time on a lake."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edp.errors import EdpError


@contextmanager
def only_run(lake: Path) -> Iterator[None]:
    """Keeps other runs out for as long as the block runs. The lock dies with its process.

    Raises:
        EdpError: another run is at work, or the folder cannot be written to.
    """
    if lake.exists() and not lake.is_dir():
        raise EdpError(f"{lake} is a file: give a folder for the lake")
    try:
        lake.mkdir(parents=True, exist_ok=True)
        file = (lake / ".lock").open("a")
    except OSError as error:
        raise EdpError(
            f"{lake}: cannot be written to ({error.strerror}); choose another"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EdpError(f"{lake}: another run is at work there; wait until it is done") from None
        yield
