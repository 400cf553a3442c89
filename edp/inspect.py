"""Judges files by themselves."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracts import load
from edp.producer.sample import described, sample
from lake_protocol.raw_names import is_archive, member_uri
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Facts, Refused, Verdict, refused
from lakehouse.reader.zip_archive import archive, opened

UNREADABLE = "unreadable"


def inspect_all(path: Path, dataset: str | None) -> Iterator[dict[str, Any]]:
    """The verdict on a file, or on each file in an archive."""
    try:
        names = _members(path)
    except Refused as refusal:
        yield _told(str(path), refused(Facts(format="zip"), refusal))
        return
    if not names:
        yield inspect(path, dataset)
    for name in names:
        yield inspect(path, dataset, name)


def _members(path: Path) -> list[str]:
    if not (is_archive(path.name) and path.is_file() and os.access(path, os.R_OK)):
        return []
    with path.open("rb") as file:
        found = archive(file)
    if found and not found.members:
        raise Refused("empty", "an archive without files")
    return list(found.members) if found else []


def inspect(path: Path, dataset: str | None, member: str = "") -> dict[str, Any]:
    """The verdict on a file; with a dataset, its header must fit that dataset.

    Without one, a file in a folder that a producer describes is held to what that says.
    A file that cannot be read at all (missing, a folder, forbidden) has the reason `unreadable`.
    """
    if dataset is None and not member and (uri := described(path.absolute())):
        return _told(str(path), _as_described(path, uri))
    layout = Layout() if dataset is None else Layout.of(load(f"source.{dataset}"))
    # A name is bytes to the system, and not always text.
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _told(member_uri(name, member) if member else name, _verdict(path, member, layout))


def _as_described(path: Path, uri: str) -> Verdict:
    found = sample(path, uri)
    found.verdict.facts.notes.insert(0, f"read as the producer {found.producer.name} says")
    return found.verdict


def _told(name: str, verdict: Verdict) -> dict[str, Any]:
    facts = verdict.facts
    return {
        "file": name,
        "verdict": verdict.outcome,
        "format": facts.format,
        "compression": facts.compression,
        "encoding": facts.encoding,
        "records": facts.records,
        "bad_records": facts.bad_records,
        "bad_reasons": {reason: asdict(bad) for reason, bad in facts.bad_reasons.items()},
        "reason": verdict.reason,
        "detail": verdict.detail,
        "offset": verdict.offset,
        "notes": facts.notes,
    }


def _verdict(path: Path, member: str, layout: Layout) -> Verdict:
    try:
        # A device or a pipe could have no end, and cannot be read twice.
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder: name the files in it" if path.is_dir() else "not a regular file"
            return Verdict("reject", Facts(), UNREADABLE, what)
        with opened(path.open("rb"), member) as file:
            return read_file(member or path.name, file, layout, lambda _: None, lambda: None)
    except OSError as error:
        return Verdict("reject", Facts(), UNREADABLE, error.strerror or str(error))
