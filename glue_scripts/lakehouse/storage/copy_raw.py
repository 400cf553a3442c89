"""Copies a raw file from one place to another."""

from __future__ import annotations

import shutil

from lakehouse.storage import storage

CHUNK_BYTES = 8 << 20


def copy_raw(path: str, version: str, to: str) -> None:
    """Copies a version of a raw file, unless it is gone."""
    target = storage(to)
    try:
        with storage(path).open_raw(path, version) as source:
            target.make_room(to)
            system, inside = target.arrow(to)
            with system.open_output_stream(inside, compression=None) as copy:
                shutil.copyfileobj(source, copy, CHUNK_BYTES)
    except FileNotFoundError:
        # It was there when it was judged; what was found stands beside where the copy would be.
        return
