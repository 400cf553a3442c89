"""Small JSON files that are never there by half."""

from __future__ import annotations

import json
from typing import Any

from lakehouse.failure import JobFailed
from lakehouse.storage import storage


def read_json(path: str, kind: type) -> Any:
    """What a file says.

    Raises:
        JobFailed: it is damaged.
    """
    try:
        content = json.loads(storage(path).read_text(path))
    except ValueError as error:
        raise JobFailed(f"{path} is damaged ({error}); {REMEDY}") from error
    if not isinstance(content, kind):
        raise JobFailed(f"{path} is damaged (not a JSON {kind.__name__}); {REMEDY}")
    return content


REMEDY = "restore it from a backup, or build the lake anew from raw in another folder"


def create_json(path: str, content: Any) -> None:
    """Writes a new file; raises FileExistsError if somebody was first."""
    storage(path).create_text(path, json.dumps(content, indent=1))


def write_json(path: str, content: Any) -> None:
    """Writes a file, over what is there."""
    storage(path).write_text(path, json.dumps(content, indent=1))
