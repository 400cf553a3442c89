"""Generates messy data, with progress shown to people."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from edp.errors import EdpError
from generator import GenerateError, Summary
from generator import generate as write


@dataclass(frozen=True)
class Generated:
    """What was written, where, and in what time."""

    summary: Summary
    out: Path
    seconds: float

    @property
    def answer_key(self) -> Path:
        """Folder of the answer key."""
        return self.out / "_answer_key"

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        made = self.summary
        return {
            "out": str(self.out),
            "answer_key": str(self.answer_key),
            "records": _sorted(made.rows),
            "files": _sorted(made.files),
            "formats": _sorted(made.formats),
            "defects": _sorted(made.kinds),
            "bytes": made.size,
            "seconds": round(self.seconds, 2),
        }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def generate(out: Path, rows: int, seed: int, dirty: float, notes: Console) -> Generated:
    """Writes to a new folder and shows on `notes` how far it is.

    Raises:
        EdpError: there is something in the folder, or the wish cannot be met.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise EdpError(f"{out} is there already and not an empty folder: choose another")
    start = time.perf_counter()
    columns = (TextColumn("Generating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notes, transient=True) as progress:
        task = progress.add_task("", total=rows)
        try:
            summary = write(rows, seed, dirty, out, progress=lambda n: progress.advance(task, n))
        except GenerateError as error:
            raise EdpError(str(error)) from error
    return Generated(summary, out, time.perf_counter() - start)
