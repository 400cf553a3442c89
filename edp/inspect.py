"""Judges files by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contracts import load
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Facts, Verdict


def inspect(path: Path, dataset: str | None) -> dict[str, Any]:
    """The verdict on a file; with a dataset, its header must fit that dataset."""
    layout = Layout() if dataset is None else Layout.of(load(f"source.{dataset}"))
    try:
        with path.open("rb") as file:
            verdict = read_file(path.name, file, layout, lambda _: None, lambda: None)
    except OSError as error:
        verdict = Verdict("reject", Facts(), "unreadable", error.strerror or str(error))
    facts = verdict.facts
    return {
        "file": str(path),
        "verdict": verdict.outcome,
        "format": facts.format,
        "compression": facts.compression,
        "encoding": facts.encoding,
        "records": facts.records,
        "bad_records": facts.bad_records,
        "reason": verdict.reason,
        "detail": verdict.detail,
        "offset": verdict.offset,
    }
