"""Looks at the files of a folder: can they be read, what do they call their columns?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edp.contract.propose.names import columns_of, groups_of
from edp.contract.propose.samples import names_of, sample_of
from edp.contract.propose.trial import contract_for
from edp.errors import EdpError
from edp.start.model import Look
from lake_protocol.raw_names import is_archive


@dataclass(frozen=True)
class Unread:
    """A file of which nothing can be taken, and why."""

    label: str
    reason: str
    detail: str


def files_in(folder: Path) -> list[Path]:
    """The files below a folder, but for hidden ones.

    Raises:
        EdpError: it is no folder, or it may not be read.
    """
    if not folder.is_dir():
        raise EdpError(f"{folder} is no folder: name the one with the shop's exports")
    try:
        next(iter(folder.iterdir()), None)
    except OSError as error:
        raise EdpError(f"{folder}: {error.strerror or error}") from error
    there = sorted(p for p in folder.rglob("*") if not p.is_dir())
    return [p for p in there if not any(n[0] in "._" for n in p.relative_to(folder).parts)]


def looked_at(folder: Path, scratch: Path) -> Iterator[Look | Unread]:
    """Reads each file once for its names and once for its values, which go to `scratch`."""
    for number, file in enumerate(files_in(folder)):
        label = readable(str(file.relative_to(folder)))
        if is_archive(file.name):
            yield Unread(label, "archive", "its files: unpack it in the folder, and start again")
            continue
        try:
            yield _look(file, label, scratch / f"{number}.parquet")
        except EdpError as error:
            yield Unread(label, "unreadable", readable(str(error)).rpartition(": ")[2])


def readable(name: str) -> str:
    """A name as text: to the system it is bytes, and not always letters."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _look(file: Path, label: str, data: Path) -> Look | Unread:
    names, verdict = names_of(file)
    if not verdict.outcome.startswith("accept"):
        return Unread(label, verdict.reason or verdict.outcome, verdict.detail or "no records")
    if not names.filled:
        return Unread(label, "empty", "no column has a value")
    groups = groups_of([names], [])
    columns = columns_of(groups)
    # The fullest column tells where the records are.
    name = max(zip((g.names.total() for g in groups), columns, strict=True))[1]
    probe = contract_for([*(columns | {name: replace(columns[name], required=True)}).values()])
    sample_of(file, probe, data)
    called = {n: c for group, c in zip(groups, columns, strict=True) for n in group.names}
    return Look(file, label, str(verdict.facts.format), names.records, called, data)
