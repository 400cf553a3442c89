"""The files that wait in raw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from contracts import DATASETS
from lakehouse.failure import JobFailed

HASH_BYTES = 1 << 20


@dataclass(frozen=True)
class RawFile:
    """One version of one file."""

    uri: str
    path: str
    version: str
    arrived_at: datetime
    size: int

    @property
    def dataset(self) -> str | None:
        """The dataset the file belongs to; None where nothing says so."""
        first, *rest = self.uri.split("/")
        if rest:
            return first if first in DATASETS else None
        return next((d for d in DATASETS if first.startswith(d)), None)

    @property
    def folder_values(self) -> dict[str, str]:
        """What folders such as `country=DE` say."""
        pairs = (p.split("=", 1) for p in self.uri.split("/")[:-1] if "=" in p)
        return {name: unquote(value) for name, value in pairs}


def waiting(raw: Path) -> list[RawFile]:
    """All files below the raw folder, but those that start with `_` or `.`.

    Raises:
        JobFailed: there is no such folder, or a file cannot be read.
    """
    if not raw.is_dir():
        raise JobFailed(f"raw folder {raw} does not exist: give the folder that holds the files")
    paths = (p for p in sorted(raw.rglob("*")) if p.is_file())
    return [_file(p, raw) for p in paths if not _hidden(p.relative_to(raw))]


def _hidden(path: Path) -> bool:
    return any(part.startswith(("_", ".")) for part in path.parts)


def _file(path: Path, raw: Path) -> RawFile:
    status = path.stat()
    return RawFile(
        uri=path.relative_to(raw).as_posix(),
        path=str(path.resolve()),
        version=_version(path),
        arrived_at=datetime.fromtimestamp(status.st_mtime, UTC),
        size=status.st_size,
    )


def _version(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    try:
        with path.open("rb") as file:
            while chunk := file.read(HASH_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise JobFailed(f"{path}: cannot be read ({error.strerror}); mend its rights") from error
    return digest.hexdigest()
