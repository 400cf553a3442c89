"""Which formats and compressions there are, and which of them a file claims to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, cast

from lakehouse.reader import compressions, formats
from lakehouse.reader.layout import Layout
from lakehouse.reader.members import Compression
from lakehouse.reader.records import Records
from lakehouse.reader.text import Text
from lakehouse.reader.verdict import Facts


class Format(Protocol):
    """A module of `lakehouse.reader.formats`; `SUFFIXES` are of names, in small letters."""

    SUFFIXES: tuple[str, ...]

    def begins(self, head: bytes) -> bool:
        """Whether content that begins so claims to be of this format."""


class TextFormat(Format, Protocol):
    """Of texts; its content begins as UTF-8."""

    def read(self, text: Text, layout: Layout, facts: Facts) -> Iterator[Records]:
        """Its records; raises Refused."""


def _modules(package: ModuleType) -> dict[str, ModuleType]:
    found = (module.name for module in iter_modules(package.__path__))
    return {name: import_module(f"{package.__name__}.{name}") for name in sorted(found)}


_FORMATS = _modules(formats)
COMPRESSIONS = cast(dict[str, Compression], _modules(compressions))
TABLES = cast(dict[str, Format], {n: m for n, m in _FORMATS.items() if hasattr(m, "opened")})
TEXTS = cast(dict[str, TextFormat], {n: m for n, m in _FORMATS.items() if n not in TABLES})
# Text that claims to be nothing is of this format.
ANY_TEXT = "delimited"


def claimed(formats: Mapping[str, Format], head: bytes, suffix: str | None) -> str | None:
    """The name of the format that content claims to be of; its first bytes count before its name.

    Args:
        formats: by name.
        head: how the content begins.
        suffix: what the name claims.
    """
    begun = (name for name, known in formats.items() if known.begins(head))
    named = (name for name, known in formats.items() if suffix in known.SUFFIXES)
    return next(begun, None) or next(named, None)


def compression_of(head: bytes) -> str | None:
    """What content that begins so is compressed with."""
    return next((n for n, known in COMPRESSIONS.items() if head.startswith(known.MAGICS)), None)


def is_of_sheets(table: str) -> bool:
    """Whether a format of tables has rows as people write them, below titles and headers."""
    return hasattr(_FORMATS[table], "OF_SHEETS")
