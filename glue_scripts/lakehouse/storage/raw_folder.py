"""The files that wait in a raw folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

from lake_protocol.raw_names import is_data, is_unfinished
from lakehouse.errors.failure import JobFailed
from lakehouse.storage.file_hash import file_hash
from lakehouse.storage.interface import Contents, Listing, RawFile

READERS = 4
# Disks keep moments so roughly that a file may be written to twice in one of them.
SETTLED_NS = 2_000_000_000


def raw_files(raw: Path, contents: Contents) -> Listing:
    """The files below a folder, as `Storage.raw_files` says.

    Raises:
        JobFailed: there is no such folder, or something in it cannot be read.
    """
    if not raw.exists():
        raise JobFailed(f"raw folder {raw} does not exist: give the folder that holds the files")
    if not raw.is_dir():
        raise JobFailed(f"{raw} is a file: give the folder that holds the files")
    paths = sorted(_paths(raw))
    unfinished = [path for path in paths if is_unfinished(path.name)]
    whole = (path for path in paths if not is_unfinished(path.name))
    # Hashing leaves the interpreter free for the next file.
    with ThreadPoolExecutor(READERS) as pool:
        found = [
            file
            for file in pool.map(partial(_file, raw=raw, contents=contents), whole)
            if file is not None
        ]
    return Listing(found, [_uri(path, raw) for path in unfinished])


def stamp(status: os.stat_result) -> str:
    """What changes when a file is written to or replaced: nobody can put the last two back."""
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"


def _paths(raw: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(raw, onerror=_unreadable):
        folders[:] = [name for name in folders if is_data(name)]
        for name in folders:
            if (Path(folder) / name).is_symlink():
                raise JobFailed(f"{Path(folder) / name}: is a link; put the folder itself there")
        yield from (Path(folder) / name for name in files if is_data(name))


def _uri(path: Path, raw: Path) -> str:
    """Its name below raw; bytes that are no text are told as Python tells them."""
    name = os.fsencode(path.relative_to(raw).as_posix())
    return name.decode("utf-8", errors="backslashreplace")


def _file(path: Path, raw: Path, contents: Contents) -> RawFile | None:
    try:
        status = path.stat()
        if not path.is_file():
            raise JobFailed(f"{path}: is neither a file nor a folder; take it away")
        uri = _uri(path, raw)
        version = contents.get((uri, stamp(status))) or file_hash(path)
    except FileNotFoundError as error:
        if path.is_symlink():
            _unreadable(error)
        return None  # Taken away since it was listed.
    except OSError as error:
        _unreadable(error)
    return RawFile(
        uri=uri,
        path=str(path.resolve()),
        version=version,
        stamp=stamp(status),
        arrived_at=datetime.fromtimestamp(status.st_mtime, UTC),
        size=status.st_size,
        content=version,
        settled=time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > SETTLED_NS,
    )


def _unreadable(error: OSError) -> NoReturn:
    raise JobFailed(
        f"{error.filename}: cannot be read ({error.strerror}); mend its rights or take it away"
    ) from error
