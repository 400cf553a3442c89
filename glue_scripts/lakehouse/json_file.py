"""Small JSON files that are written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from lakehouse.failure import JobFailed


def read_json(path: Path, kind: type) -> Any:
    """What a file says.

    Raises:
        JobFailed: it is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise JobFailed(f"{path} is damaged ({error}); {REMEDY}") from error
    if not isinstance(content, kind):
        raise JobFailed(f"{path} is damaged (not a JSON {kind.__name__}); {REMEDY}")
    return content


REMEDY = "restore it from a backup, or build the lake anew from raw in another folder"


def write_new(path: Path, text: str) -> None:
    """Writes a file whole or not at all; raises FileExistsError if somebody was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    finally:
        aside.unlink()
