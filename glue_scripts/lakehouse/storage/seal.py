"""Marks of files: what one job wrote and the next one reads must be the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from lakehouse.errors.failure import JobFailed
from lakehouse.storage import storage

READERS = 4


def seal(files: Iterable[str]) -> str:
    """One hash of several files and their names."""
    return hashlib.blake2b(repr(sorted(seals(files).items())).encode(), digest_size=8).hexdigest()


def mark(path: str) -> str | None:
    """What tells the content of a file from any other; None when it is gone."""
    return storage(path).mark(path)


def seals(files: Iterable[str]) -> dict[str, str | None]:
    """The mark of each file."""
    paths = sorted(files)
    with ThreadPoolExecutor(READERS) as pool:
        return dict(zip(paths, pool.map(mark, paths), strict=True))


def assert_sealed(what: str, sealed: Mapping[str, str], remedy: str) -> None:
    """Raises JobFailed when a file is gone or not what it was when it was sealed."""
    found = seals(sealed)
    if lost := sorted(f for f, digest in found.items() if digest is None):
        raise JobFailed(f"{what}: {lost[0]} is gone; {remedy}")
    if changed := sorted(f for f, digest in sealed.items() if found[f] != digest):
        raise JobFailed(f"{what}: {changed[0]} has changed since it was written; {remedy}")
