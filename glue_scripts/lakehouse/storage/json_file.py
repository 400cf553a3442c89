"""Small JSON files that are never there by half."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import UnionType
from typing import Any

from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.storage import storage

Fields = Mapping[str, type | UnionType]


def read_json(path: str, kind: type, remedy: str = FROM_RAW) -> Any:
    """What a file says.

    Args:
        path: the file.
        kind: what its JSON has to be, such as `dict`.
        remedy: what to do when it is damaged.

    Raises:
        JobFailed: it is damaged.
    """
    try:
        content = json.loads(storage(path).read_text(path))
    except ValueError as error:
        raise damaged(path, str(error), remedy) from error
    if not isinstance(content, kind):
        raise damaged(path, f"not a JSON {kind.__name__}", remedy)
    return content


def check_fields(path: str, content: Any, fields: Fields, remedy: str, where: str = "") -> None:
    """Raises JobFailed when a member of an object is missing or of another type.

    Args:
        path: the file that says so.
        content: the object.
        fields: the types that its members have to have; it may have others besides.
        remedy: what to do then.
        where: the place of the object in the file.
    """
    if not isinstance(content, dict):
        raise damaged(path, f"{where}not a JSON object", remedy)
    for name, kind in fields.items():
        if name not in content:
            raise damaged(path, f"{where}no `{name}`", remedy)
        if not isinstance(content[name], kind):
            raise damaged(path, f"{where}`{name}` is {content[name]!r:.50}", remedy)


def damaged(path: str, why: str, remedy: str) -> JobFailed:
    """A file that cannot be used; says what to do."""
    return JobFailed(f"{path} is damaged ({why}); {remedy}")


def create_json(path: str, content: Any) -> None:
    """Writes a new file; raises FileExistsError if somebody was first."""
    storage(path).create_text(path, json.dumps(content, indent=1))


def write_json(path: str, content: Any) -> None:
    """Writes a file, over what is there."""
    storage(path).write_text(path, json.dumps(content, indent=1))
