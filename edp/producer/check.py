"""Files in a folder against what their producers say of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.producers.model import raw_name
from edp.errors import EdpError
from edp.producer.sample import samples
from edp.producer.settings import AGREE, CONTRADICT, SILENT, Finding, findings, questions

WORST_FIRST = (CONTRADICT, AGREE, SILENT)


@dataclass
class Checked:
    """What the files of one producer say of it.

    Attributes:
        files: Their names below raw.
        found: Setting -> what files say of it.
        questions: What is left open.
    """

    files: list[str] = field(default_factory=list)
    found: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    questions: list[str] = field(default_factory=list)

    @property
    def settled(self) -> list[Finding]:
        """One finding for each setting: a contradiction counts more than an agreement."""
        worst = WORST_FIRST.index
        return [min(found, key=lambda f: worst(f.verdict)) for found in self.found.values()]

    @property
    def contradicted(self) -> bool:
        """Whether a file contradicts a setting."""
        return any(finding.verdict == CONTRADICT for finding in self.settled)


def check(raw: Path) -> dict[str, Checked]:
    """Producer -> what its files in a raw folder say; raises EdpError where there are none."""
    if not raw.is_dir():
        raise EdpError(f"{raw} is no folder: give the folder that holds the folders of producers")
    found: dict[str, Checked] = defaultdict(Checked)
    for sample in samples(raw):
        checked = found[sample.producer.name]
        if (name := raw_name(sample.uri)) not in checked.files:
            checked.files.append(name)
        for finding in findings(sample):
            checked.found[finding.setting].append(finding)
        checked.questions += questions(sample)
    if not found:
        raise EdpError(f"{raw}: no producer describes a file in it: see `edp profiles`")
    return dict(sorted(found.items()))


def to_json(found: dict[str, Checked]) -> list[dict[str, Any]]:
    """As plain values."""
    return [
        {
            "producer": name,
            "files": checked.files,
            "settings": [
                {"setting": f.setting, "verdict": f.verdict, "example": f.example}
                for f in checked.settled
            ],
            "questions": checked.questions,
        }
        for name, checked in found.items()
    ]
