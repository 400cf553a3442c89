"""Numbered objects: pages of the ledger, publications and decisions are named `00000012.json`.

Names of eight digits sort as their numbers do.
"""

from __future__ import annotations

import re

NAME = re.compile(r"\d{8}\.json")


def stem(number: int) -> str:
    """The name of a number, without its ending."""
    return f"{number:08d}"


def object_name(number: int) -> str:
    """The name of the object with this number."""
    return f"{stem(number)}.json"


def is_numbered(path: str) -> bool:
    """Whether the last part of a path is the name of a numbered object."""
    return NAME.fullmatch(path.rpartition("/")[2]) is not None


def number_of(path: str) -> int:
    """The number of an object, by its path."""
    return int(stem_of(path))


def stem_of(path: str) -> str:
    """The number of an object as it is written, by its path."""
    return path.rpartition("/")[2].removesuffix(".json")
