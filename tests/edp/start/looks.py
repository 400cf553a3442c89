"""What the tests of a first contact share: decisions on texts, without a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from edp.start.groups import grouped
from edp.start.look import looked_at
from edp.start.model import Look
from edp.start.plan import Decided, decided
from edp.start.see import profiles


def decisions(
    folder: Path, files: Mapping[str, str], answers: Mapping[str, str] | None = None
) -> list[Decided | None]:
    """What is decided of files; None of those that are like nothing."""
    exports, scratch = folder / "exports", folder / "scratch"
    scratch.mkdir(parents=True)
    exports.mkdir()
    for name, text in files.items():
        (exports / name).write_text(text, "utf-8")
    looks = [look for look in looked_at(exports, scratch) if isinstance(look, Look)]
    assert len(looks) == len(files)
    return [
        decided(g, answers or {}, profiles(g.looks)) if g.match else None for g in grouped(looks)
    ]


def topics(found: Decided | None) -> list[str] | None:
    """What is open."""
    return None if found is None else [question.topic for question in found.open]
