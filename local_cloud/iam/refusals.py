"""What callers are refused, for whoever answers for them: an engine may say no more than `403`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_heard: dict[str, list[str]] = {}


@contextmanager
def overheard(key: str) -> Iterator[list[str]]:
    """The refusals of an access key while the block runs, as they were worded, each once."""
    _heard[key] = []
    try:
        yield _heard[key]
    finally:
        del _heard[key]


def note(key: str, message: str) -> None:
    """Called with every refusal."""
    heard = _heard.get(key, [])
    if message not in heard:
        heard.append(message)
