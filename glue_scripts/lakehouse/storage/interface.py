"""What jobs ask of storage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

import pyarrow.fs

from contracts import delivered
from contracts.producers.found import fed_by
from lake_protocol.raw_names import archive_and_member

SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class RawFile:
    """One version of one file.

    Attributes:
        uri: Its name below raw, in letters that every system has.
        path: Where it is.
        version: Tells it from other versions of the file.
        stamp: Changes when it is written to; empty where that cannot happen.
        content: The same for the same bytes; empty where nobody knows without reading them.
        settled: Whether whoever writes to it from now on gives it another stamp.
        member: Its name in the archive at `path`, if it is in one.
    """

    uri: str
    path: str
    version: str
    stamp: str
    arrived_at: datetime
    size: int
    content: str = ""
    settled: bool = False
    member: str = ""

    @property
    def may_change(self) -> bool:
        """Whether another version may take its place."""
        return bool(self.stamp)

    @property
    def is_named_in_letters(self) -> bool:
        """Whether its name is text; names may be any bytes on some disks."""
        return self.path.isascii() or not SURROGATE.search(self.path)

    @property
    def dataset(self) -> str | None:
        """The dataset the file belongs to; None where nothing says so."""
        return dataset_of(self.uri)


def dataset_of(uri: str) -> str | None:
    """The dataset that a file in raw belongs to: its producer says so, or its name, or nothing.

    An archive that stands in no folder is one.
    """
    if fed := fed_by(uri):
        return fed
    outer, member = archive_and_member(uri)
    if member and "/" not in outer:
        return dataset_of(member) or dataset_of(outer)
    first, *rest = uri.split("/")
    if rest:
        return first if first in delivered() else None
    longest = sorted(delivered(), key=len, reverse=True)
    return next((d for d in longest if first.startswith(d)), None)


@dataclass(frozen=True)
class Listing:
    """The files in raw; versions of one file stand in the order they came.

    Attributes:
        files: Those that are data.
        unfinished: The names of those that somebody still writes, by their names.
    """

    files: list[RawFile]
    unfinished: list[str]


# Name and stamp of files -> their content, of those that need not be read to know it.
Contents = Mapping[tuple[str, str], str]


class Storage(Protocol):
    """Files at places. What is not there raises FileNotFoundError where nothing else is said."""

    def raw_files(self, place: str, contents: Contents | None = None) -> Listing:
        """All versions of files that wait below a place (`lake_protocol.raw_names` says which do).

        Raises:
            JobFailed: there is no such place, or something in it cannot be read.
        """

    def open_raw(self, path: str, version: str) -> BinaryIO:
        """A version of a raw file; seekable, and never in memory as a whole."""

    def stamp(self, path: str) -> str:
        """What changes when a raw file is written to; empty when that cannot happen."""

    def files(self, place: str, suffix: str) -> list[str]:
        """Files below a place, in order; none where nothing is."""

    def arrow(self, path: str) -> tuple[pyarrow.fs.FileSystem, str]:
        """Where Arrow reads and writes a file."""

    def make_room(self, path: str) -> None:
        """Sees to it that a file can be written."""

    def read_text(self, path: str) -> str:
        """What a small file says."""

    def write_text(self, path: str, text: str) -> None:
        """Writes a small file, whole or not at all, over what is there."""

    def create_text(self, path: str, text: str) -> None:
        """Writes a small file, whole or not at all; raises FileExistsError if one is there."""

    def move(self, path: str, to: str) -> None:
        """Gives a file another name. Stopped half-way it leaves both, never none."""

    def delete(self, path: str) -> None:
        """Takes a file away, if it is there."""

    def delete_below(self, place: str) -> None:
        """Takes away all files below a place."""

    def mark(self, path: str) -> str | None:
        """What tells the content of a file from any other; None when it is gone."""
