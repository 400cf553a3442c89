"""Names in `columns` that are more than a name: an element of an array, or several values joined.

`items[0].sku` is a member of the first element, `params[key=page].value` that of the element whose
`key` is `page`, and `visitor + moment` both with a `-` between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

JOINED_BY = " + "
_STEP = re.compile(
    r"(?P<head>[^\[\]]+)\[(?:(?P<at>[0-9]+)|(?P<by>[^\[\]=]+)=(?P<value>[^\[\]]+))\]"
)


@dataclass(frozen=True)
class Path:
    """Where a value stands in a record.

    Attributes:
        head: A name, or that of an array.
        at: Which element of the array, from 0.
        by: The member that tells the element, and its value.
        rest: The path of the value in the element.
    """

    head: str
    at: int | None = None
    by: tuple[str, str] | None = None
    rest: str = ""


def is_more(name: str) -> bool:
    """Whether a name is more than one."""
    return JOINED_BY in name or _STEP.match(name) is not None


def parsed(name: str) -> tuple[Path, ...]:
    """The values that are joined; raises ValueError where a name cannot be understood."""
    return tuple(_path(part.strip()) for part in name.split(JOINED_BY))


def _path(text: str) -> Path:
    if not text:
        raise ValueError("nothing on one side of the +")
    found = _STEP.match(text)
    if found is None:
        return Path(text)
    rest = text[found.end() :]
    if rest and not re.fullmatch(r"[.][^\[\]]+", rest):
        raise ValueError("behind the brackets a point and a name: items[0].sku")
    by = (found["by"], found["value"]) if found["by"] else None
    at = int(found["at"]) if found["at"] else None
    return Path(found["head"], at, by, rest.removeprefix("."))
