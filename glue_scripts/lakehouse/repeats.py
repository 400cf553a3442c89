"""Files that were sent once more: the same name, the same content, another version."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from lakehouse.storage import RawFile, storage


def repeats(files: Sequence[RawFile], new: Collection[RawFile]) -> dict[RawFile, RawFile]:
    """New files -> the earlier version that says the same.

    Args:
        files: all that wait, versions of one file in the order they came.
        new: those of them that were not taken.
    """
    versions: defaultdict[tuple[str, int], list[RawFile]] = defaultdict(list)
    found = {}
    for file in files:
        earlier = versions[file.uri, file.size]
        if file in new and earlier:
            # Only now is anything read: hardly a file comes twice.
            same = (e for e in earlier if _content(e) == _content(file))
            if first := next(same, None):
                found[file] = first
        earlier.append(file)
    return found


def _content(file: RawFile) -> str:
    with storage(file.path).open_raw(file.path, file.version) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
