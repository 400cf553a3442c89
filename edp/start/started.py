"""What came of a first contact."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from edp.pipeline import Outcome
from edp.quarantine.model import Group
from edp.start.look import Unread
from edp.start.model import Question


@dataclass(frozen=True)
class Accepted:
    """A file that is in the lake.

    Attributes:
        profile: The shipped producer that it is like, if it is.
    """

    file: str
    dataset: str
    profile: str | None
    records: int


@dataclass
class Started:
    """What became of the files, and where everything stands.

    Attributes:
        into: The folder with contracts, raw files and lake.
        refused: Files of which nothing was taken.
        quarantined: Records that are not in the figures, first what brings most of them back.
        questions: What is open; files that they touch stay out.
        files: The files of each group.
    """

    into: Path
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Unread] = field(default_factory=list)
    quarantined: list[Group] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)
    outcome: Outcome | None = None

    @property
    def lake(self) -> Path:
        """The folder of the lake."""
        return self.into / "lake"

    @property
    def drafts(self) -> Path:
        """The folder of contracts that nobody has confirmed."""
        return self.into / "drafts"

    @property
    def published(self) -> dict[str, int]:
        """Table -> records, of what readers may see."""
        if self.outcome is None:
            return {}
        silver = {d: about.get("silver", 0) for d, about in self.outcome.records.items()}
        states = self.outcome.datasets
        good = {d: n for d, n in silver.items() if n and states[d]["state"] == "published"}
        if not good:
            return {}
        gold = {f"gold.{table}": rows for table, rows in self.outcome.gold.items() if rows}
        return {**{f"silver.{dataset}": n for dataset, n in good.items()}, **gold}

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "published": self.published,
            "lake": str(self.lake) if self.published else None,
            "contracts": str(self.into) if self.accepted else None,
            "accepted": [asdict(accepted) for accepted in self.accepted],
            "quarantined": [*map(_group, self.quarantined), *map(_refusal, self.refused)],
            "questions": [
                question.to_json(file)
                for question in self.questions
                for file in self.files[question.group]
            ],
        }


def _group(group: Group) -> dict[str, Any]:
    return {
        "file": group.example.file,
        "dataset": group.dataset,
        "records": group.records,
        "brings_back": group.alone,
        "reason": group.reason,
        "expected": group.expected,
    }


def _refusal(refused: Unread) -> dict[str, Any]:
    return {
        "file": refused.label,
        "dataset": None,
        "records": None,
        "brings_back": None,
        "reason": refused.reason,
        "expected": refused.detail,
    }
