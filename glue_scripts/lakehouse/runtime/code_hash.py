"""Which code it is that judges records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from contracts.roots import added_files, found


@cache
def code_hash() -> str:
    """Hash of library, contracts and models, in folders or in the zip that Glue gets."""
    digest = hashlib.sha256()
    for package in ("contracts", "lake_protocol", "lakehouse"):
        for content in _contents(files(package)):
            digest.update(content)
    for source in found("models").values():
        digest.update(source.read().encode())
    for _, content in sorted(added_files().items()):
        digest.update(content)
    return digest.hexdigest()[:12]


def _contents(folder: Traversable) -> Iterator[bytes]:
    for part in sorted(folder.iterdir(), key=lambda p: p.name):
        if part.is_dir():
            yield from _contents(part)
        elif part.name.endswith((".py", ".yaml")):
            yield part.read_bytes()
