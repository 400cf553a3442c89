"""Which code it is that judges records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from unicodedata import unidata_version

from contracts.roots import added_files, found

PACKAGES = ("contracts", "lake_protocol", "lakehouse")
# Part of the code -> the folder that it is, inside its package.
JOBS, READER = "jobs", "reader"
# Modules, and the lists that they read: of currencies, and of letters.
CODE = (".py", ".csv", ".tsv")
# The packages of others that decide how a value is read.
LIBRARIES = ("fastavro", "openpyxl", "phonenumbers", "pyarrow")


@cache
def code_hash() -> str:
    """Hash of library, contracts and models, in folders or in the zip that Glue gets."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for content in _contents(files(package), (*CODE, ".yaml")):
            digest.update(content)
    for source in found("models").values():
        digest.update(source.read().encode())
    for _, content in sorted(added_files().items()):
        digest.update(content)
    return digest.hexdigest()[:12]


@cache
def code_marks() -> dict[str, str]:
    """Part of the code of now -> a mark of it."""
    return marks_of([files(package) for package in PACKAGES])


def libraries() -> dict[str, str]:
    """The versions of what decides beside the code: characters are as Python knows them."""
    return {name: version(name) for name in LIBRARIES} | {"unicode": unidata_version}


def marks_of(packages: Sequence[Traversable]) -> dict[str, str]:
    """Part of the code -> a mark of its modules, and of the lists that stand beside them.

    Args:
        packages: The folders of `PACKAGES`.
    """
    return {JOBS: _mark(packages), READER: _mark([packages[-1].joinpath("reader")])}


def _mark(folders: Sequence[Traversable]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for content in _contents(folder, CODE):
            digest.update(content)
    return digest.hexdigest()[:12]


def _contents(folder: Traversable, endings: tuple[str, ...]) -> Iterator[bytes]:
    for part in sorted(folder.iterdir(), key=lambda p: p.name):
        if part.is_dir():
            yield from _contents(part, endings)
        elif part.name.endswith(endings):
            yield part.read_bytes()
