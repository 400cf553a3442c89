"""The arrays in records in which other records stand, and their elements.

Bronze keeps an array as the text that it was written in, beside everything else that the contract
of its record does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa

from contracts import fold
from lakehouse.cleanse.nothing import ANYWHERE
from lakehouse.reader.json_value import listed_values
from lakehouse.reader.layout import RESCUED
from lakehouse.reader.rescued import json_text

WHITE = " \t\n\r"
# Of what stands where an array should, and is none.
NO_ARRAY = 0

_folded = lru_cache(maxsize=4096)(fold)


@dataclass(frozen=True)
class Elements:
    """The elements of many arrays, a list for each thing that is known of them.

    Attributes:
        rows: the record of the batch, from 0, in which each stands.
        numbers: its place in the array, from 1; `NO_ARRAY` of a text that is no array.
        texts: how it is written.
    """

    rows: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def elements_of(bronze: pa.Table, path: str) -> Elements:
    """The elements of the arrays in bronze records.

    Args:
        bronze: The records.
        path: The folded name of the array.
    """
    found = Elements()
    for row, rescued in enumerate(bronze[RESCUED].to_pylist()):
        if rescued is not None:
            for number, text in _numbered(json.loads(rescued), path):
                found.rows.append(row)
                found.numbers.append(number)
                found.texts.append(text)
    return found


def _numbered(rescued: Mapping[str, str], path: str) -> Iterator[tuple[int, str]]:
    """Number and text of each element in one record; of several such arrays one behind another."""
    named = [(text, elements(text)) for text in _named(rescued, path)]
    texts = [text for _, listed in named for text in listed or ()]
    yield from enumerate(texts, 1)
    odd = [text for text, listed in named if listed is None and not _says_nothing(text)]
    if odd:
        yield NO_ARRAY, "\n".join(odd)


def _says_nothing(text: str) -> bool:
    return text.strip().lower() in ANYWHERE


def _named(rescued: Mapping[str, str], path: str) -> list[str]:
    """What is called so; an object that is, was taken apart when it was read."""
    if there := [text for name, text in rescued.items() if _folded(name) == path]:
        return there
    inside = {n: v for n, v in rescued.items() if _folded(n).startswith(f"{path}.")}
    return [json_text(inside)] if inside else []


def elements(text: str) -> list[str] | None:
    """The texts of an array's elements; None where it is no array."""
    text = text.strip(WHITE)
    if len(text) < 2 or (text[0], text[-1]) != ("[", "]"):
        return None
    inside = text[1:-1].strip(WHITE)
    return listed_values(inside) if inside else []
