"""Hashes of files: what one job wrote and the next one reads must be the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lakehouse.failure import JobFailed

READERS = 4


def file_hash(path: str | Path) -> str:
    """Hash of a file's bytes."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=8)).hexdigest()


def seal(files: Iterable[str]) -> str:
    """One hash of several files and their names."""
    return hashlib.blake2b(repr(sorted(seals(files).items())).encode(), digest_size=8).hexdigest()


def seals(files: Iterable[str]) -> dict[str, str]:
    """The hash of each file."""
    paths = sorted(files)
    with ThreadPoolExecutor(READERS) as pool:
        return dict(zip(paths, pool.map(file_hash, paths), strict=True))


def assert_sealed(what: str, sealed: Mapping[str, str], remedy: str) -> None:
    """Raises JobFailed when a file is gone or not what it was when it was sealed."""
    if lost := sorted(f for f in sealed if not Path(f).is_file()):
        raise JobFailed(f"{what}: {lost[0]} is gone; {remedy}")
    found = seals(sealed)
    if changed := sorted(f for f, digest in sealed.items() if found[f] != digest):
        raise JobFailed(f"{what}: {changed[0]} has changed since it was written; {remedy}")
