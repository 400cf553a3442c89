"""Judges files by themselves."""

from __future__ import annotations

import os
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracts import load
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Facts, Verdict

UNREADABLE = "unreadable"


def inspect(path: Path, dataset: str | None) -> dict[str, Any]:
    """The verdict on a file; with a dataset, its header must fit that dataset.

    A file that cannot be read at all (missing, a folder, forbidden) has the reason `unreadable`.
    """
    verdict = _verdict(path, Layout() if dataset is None else Layout.of(load(f"source.{dataset}")))
    facts = verdict.facts
    return {
        # A name is bytes to the system, and not always text.
        "file": os.fsencode(path).decode("utf-8", "backslashreplace"),
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


def _verdict(path: Path, layout: Layout) -> Verdict:
    try:
        # A device or a pipe could have no end, and cannot be read twice.
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder: name the files in it" if path.is_dir() else "not a regular file"
            return Verdict("reject", Facts(), UNREADABLE, what)
        with path.open("rb") as file:
            return read_file(path.name, file, layout, lambda _: None, lambda: None)
    except OSError as error:
        return Verdict("reject", Facts(), UNREADABLE, error.strerror or str(error))
