"""Files that were sent once more: the same name, the same content, another version."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from lakehouse.storage import RawFile, storage


def repeats(files: Sequence[RawFile], new: Collection[RawFile]) -> dict[RawFile, RawFile]:
    """New files -> the version right before that says the same.

    Content that comes back after another one is no repeat: it is what counts from now on.

    Args:
        files: all that wait, versions of one file in the order they came.
        new: those of them that were not taken.
    """
    last: dict[str, RawFile] = {}
    found: dict[RawFile, RawFile] = {}
    for file in files:
        before = last.get(file.uri)
        if file in new and before and _same(before, file):
            found[file] = found.get(before, before)
        last[file.uri] = file
    return found


def _same(one: RawFile, other: RawFile) -> bool:
    # Only now is anything read: hardly a file comes twice.
    return one.size == other.size and _content(one) == _content(other)


def _content(file: RawFile) -> str:
    with storage(file.path).open_raw(file.path, file.version) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
