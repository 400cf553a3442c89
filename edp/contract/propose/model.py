"""What is proposed, with evidence, confidence and what is left to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from contracts import Column

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Proposed:
    """A column of the proposal.

    Attributes:
        column: as its contract would have it.
        confidence: in its type.
        evidence: what speaks for it, a sentence each.
        questions: what people have to decide.
        odd: how many values of the samples do not fit it, and are meant to be found.
    """

    column: Column
    confidence: Confidence = "high"
    evidence: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    odd: int = 0

    def changed(
        self, evidence: str | None = None, question: str | None = None, **to: Any
    ) -> Proposed:
        """With other properties of the column, and why."""
        return replace(
            self,
            column=replace(self.column, **to),
            evidence=(*self.evidence, *([evidence] if evidence else [])),
            questions=(*self.questions, *([question] if question else [])),
        )


@dataclass(frozen=True)
class Proposal:
    """A contract nobody has confirmed.

    Attributes:
        dataset: its name.
        columns: of it.
        order_by: the column that says which of several records of a key is the latest.
        records: that it was found in.
        files: their names.
        evidence: why these columns are the key, and the order.
        questions: beyond those of columns.
        inside: arrays in the records that may be datasets -> the names in their objects.
    """

    dataset: str
    columns: tuple[Proposed, ...] = ()
    order_by: str | None = None
    records: int = 0
    files: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The names of the key's columns."""
        return [p.column.name for p in self.columns if p.column.key]

    def about_arrays(self) -> list[str]:
        """Whether arrays in the records are datasets of their own."""
        own = f"recordsIn: {{dataset: {self.dataset}, path: "
        return [
            f"{array}[] holds objects with {', '.join(names)}, and stays in _rescued:"
            f" a dataset of its own ({own}{array}[]}})?"
            for array, names in self.inside.items()
        ]

    def all_questions(self) -> list[str]:
        """Of the dataset, of arrays, then of each column, behind its name."""
        own = [f"{p.column.name}: {q}" for p in self.columns for q in p.questions]
        return list(dict.fromkeys([*self.questions, *self.about_arrays(), *own]))

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "dataset": self.dataset,
            "columns": [_column(p) for p in self.columns],
            "key": self.keys,
            "order_by": self.order_by,
            "questions": self.all_questions(),
        }


def _column(proposed: Proposed) -> dict[str, Any]:
    column = proposed.column
    return {
        "name": column.name,
        "type": column.type,
        "required": column.required,
        "key": column.key,
        "personal": column.personal,
        "confidence": proposed.confidence,
        "evidence": list(proposed.evidence),
    }
