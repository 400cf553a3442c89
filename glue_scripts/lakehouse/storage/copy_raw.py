"""Copies a raw file from one place to another."""

from __future__ import annotations

import shutil

from lakehouse.reader.verdict import Refused
from lakehouse.reader.zip_archive import opened
from lakehouse.storage import storage

CHUNK_BYTES = 8 << 20


def copy_raw(path: str, version: str, to: str, member: str = "") -> None:
    """Copies a version of a raw file, or a member of that archive, unless it is gone or broken."""
    target = storage(to)
    try:
        with opened(storage(path).open_raw(path, version), member) as source:
            target.make_room(to)
            system, inside = target.arrow(to)
            with system.open_output_stream(inside, compression=None) as copy:
                shutil.copyfileobj(source, copy, CHUNK_BYTES)
    except FileNotFoundError:
        # It was there when it was judged; what was found stands beside where the copy would be.
        return
    except Refused:
        # Of a damaged member there is no copy; the archive is in raw.
        target.delete(to)
