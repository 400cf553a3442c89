"""Statements about many tables, in pieces that the Data API takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

# A statement has 200 KB at most; with so many tables it stays far below.
# https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
TABLES = 50

Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = TABLES) -> Iterator[Sequence[Item]]:
    """The items in their order, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
