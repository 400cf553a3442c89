"""Contracts for files that are like nothing that is known; people decide whether they count."""

from __future__ import annotations

from pathlib import Path

from edp.contract.propose.propose import propose
from edp.contract.propose.rendered import rendered
from edp.errors import EdpError
from edp.start.answers import AGREED
from edp.start.model import Group, Question


def draft(group: Group, folder: Path) -> Question:
    """Writes a contract, and asks whether it is one."""
    topic = f"{AGREED}draft"
    try:
        proposal = propose([look.file for look in group.looks], group.name)
    except EdpError as error:
        asks = f"It is like no dataset here, and no contract could be proposed: {error}"
        return Question(group.name, group.label, None, topic, asks)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{group.name}.yaml"
    place.write_text(rendered(proposal), "utf-8")
    open_ = len(proposal.all_questions())
    asks = (
        f"It is like no dataset here. Is it one of its own, as {place} proposes"
        f" ({open_} open questions in it)?"
    )
    return Question(group.name, group.label, None, topic, asks)
