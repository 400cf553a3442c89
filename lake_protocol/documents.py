"""JSON documents, held to the fields that their readers rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import UnionType
from typing import Any

Fields = Mapping[str, type | UnionType]


class Damaged(ValueError):
    """A document that does not say what it has to; the text says why."""


def parse(text: str, kind: type) -> Any:
    """What a document says.

    Args:
        text: The document.
        kind: What its JSON has to be, such as `dict`.

    Raises:
        Damaged: it is no JSON, or of another kind.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise Damaged(str(error)) from error
    if not isinstance(content, kind):
        raise Damaged(f"not a JSON {kind.__name__}")
    return content


def check_fields(content: Any, fields: Fields, where: str = "") -> None:
    """Holds an object to its fields.

    Args:
        content: The object.
        fields: The types that its members have to have; it may have others besides.
        where: The place of the object in its document, such as `entry 3: `.

    Raises:
        Damaged: a member is missing or of another type.
    """
    if not isinstance(content, dict):
        raise Damaged(f"{where}not a JSON object")
    for name, kind in fields.items():
        if name not in content:
            raise Damaged(f"{where}no `{name}`")
        if not isinstance(content[name], kind):
            raise Damaged(f"{where}`{name}` is {content[name]!r:.50}")
