"""Zip files that are the same bytes for the same content."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = ROOT / "build" / "archives"
# The earliest time that a zip can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def digest(content: Mapping[str, bytes]) -> str:
    """A hash of names and bytes."""
    whole = hashlib.sha256()
    for name in sorted(content):
        whole.update(f"{name}\0{len(content[name])}\0".encode() + content[name])
    return whole.hexdigest()[:16]


def archive(name: str, content: Mapping[str, bytes]) -> Path:
    """The zip of these files. It is named after its content, so it is written only once."""
    path = MADE / f"{digest(content)}-{name}"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    with zipfile.ZipFile(aside, "w") as target:
        for entry in sorted(content):
            target.writestr(_info(entry), content[entry])
    aside.replace(path)
    return path


def files(folder: Path, *patterns: str) -> dict[str, bytes]:
    """Path below the folder -> content."""
    found = {p for pattern in patterns for p in folder.rglob(pattern) if p.is_file()}
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def below(prefix: str, content: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files in a folder."""
    return {f"{prefix}/{name}": data for name, data in content.items()}


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, NO_TIME)
    # Stored, not packed: packing differs between versions of the library behind it.
    info.compress_type = zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info
