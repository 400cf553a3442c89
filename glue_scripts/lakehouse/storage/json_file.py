"""Small JSON files that are never there by half."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from lake_protocol.documents import Damaged, parse
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.storage import storage

Document = TypeVar("Document")


def read_document(path: str, read: Callable[[str], Document], remedy: str) -> Document:
    """The document in a file.

    Args:
        path: The file.
        read: Makes the document of its text, or raises Damaged.
        remedy: What to do when it is damaged.

    Raises:
        JobFailed: it is damaged.
    """
    try:
        return read(storage(path).read_text(path))
    except (Damaged, UnicodeDecodeError) as error:
        raise JobFailed(f"{path} is damaged ({error}); {remedy}") from error


def read_json(path: str, kind: type, remedy: str = FROM_RAW) -> Any:
    """The JSON in a file, of a kind such as `dict`; raises JobFailed when it is damaged."""
    return read_document(path, lambda text: parse(text, kind), remedy)


def create_json(path: str, content: Any) -> None:
    """Writes a new file; raises FileExistsError if somebody was first."""
    storage(path).create_text(path, json.dumps(content, indent=1))


def write_json(path: str, content: Any) -> None:
    """Writes a file, over what is there."""
    storage(path).write_text(path, json.dumps(content, indent=1))
