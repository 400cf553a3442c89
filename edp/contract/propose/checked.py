"""Holds a proposal against all samples as the jobs would."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from contracts import Column, Contract
from contracts.read import read
from contracts.roots import Source
from edp.contract.propose.model import Proposal, Proposed
from edp.contract.propose.rendered import rendered
from edp.contract.propose.samples import Sample
from edp.contract.propose.trial import evidence_of
from edp.contract.propose.types import MOSTLY
from lakehouse.cleanse.columns import whole
from lakehouse.cleanse.records import columns_judged


@dataclass
class Judged:
    """What became of a column's values: how many are good, and the codes of the others."""

    good: int = 0
    odd: Counter[str] = field(default_factory=Counter)

    @property
    def wrong(self) -> int:
        """Values that are there and bad."""
        return self.odd.total() - self.odd["missing"]


def checked(proposal: Proposal, samples: Sequence[Sample]) -> Proposal:
    """A proposal that the loader takes, and by which few values of the samples are bad.

    A column that more values do not fit than damage would explain becomes free text, with the
    question of what it is.
    """
    # What makes one column a text may make another one miss its currency: hence twice.
    for _ in range(2):
        found = _judged(proposal, samples)
        columns = tuple(_settled(p, found[p.column.name], proposal) for p in proposal.columns)
        texts = {p.column.name for p in columns if p.column.type == "string"}
        order = None if proposal.order_by in texts else proposal.order_by
        proposal = replace(proposal, columns=columns, order_by=order)
    return proposal


def loaded(proposal: Proposal) -> Contract:
    """The contract, as the loader reads its text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{proposal.dataset}.yaml"
        file.write_text(rendered(proposal), "utf-8")
        return read("source", Source(proposal.dataset, file.name, file))


def _judged(proposal: Proposal, samples: Sequence[Sample]) -> dict[str, Judged]:
    contract = loaded(proposal)
    found = {p.column.name: Judged() for p in proposal.columns}
    for sample in samples:
        evidence = evidence_of(sample, contract)
        for table in sample.tables():
            for name, column in columns_judged(table, contract, evidence).items():
                found[name].good += len(column.values) - column.values.null_count
                found[name].odd.update(whole(column.codes).drop_null().to_pylist())
    return found


def _settled(proposed: Proposed, found: Judged, proposal: Proposal) -> Proposed:
    column, missing = proposed.column, found.odd["missing"]
    codes = ", ".join(f"{n:,} {code}" for code, n in found.odd.most_common(3))
    if found.wrong > (found.wrong + found.good) * (1 - MOSTLY) and not column.key:
        return _freed(proposed, f"{column.type}? the samples would have {codes}")
    others = [p for p in proposal.columns if p.column.required and p != proposed]
    if missing and others and not column.key:
        asked = f"no value of the type in {missing:,} records: required?"
        proposed = proposed.changed(question=asked, required=False)
    elif missing or found.wrong > proposed.odd:
        asked = f"with this contract the samples have {codes}"
        return proposed if asked in proposed.questions else proposed.changed(question=asked)
    return proposed


def _freed(proposed: Proposed, asked: str) -> Proposed:
    """As a text that may be anything."""
    old = proposed.column
    column = Column(
        old.name,
        "string",
        old.description,
        old.example,
        required=old.required,
        personal=old.personal,
        aliases=old.aliases,
    )
    questions = (*proposed.questions, asked)
    return replace(proposed, column=column, confidence="low", questions=questions)
