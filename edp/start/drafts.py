"""Contracts for files that are like nothing that is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edp.contract.propose.propose import propose
from edp.contract.propose.rendered import rendered
from edp.display.look import count
from edp.errors import EdpError
from edp.start.answers import AGREED
from edp.start.look import readable
from edp.start.model import Group, Question

MOST = 3
TOPIC = f"{AGREED}draft"


@dataclass(frozen=True)
class Draft:
    """A dataset that nobody has confirmed.

    Attributes:
        text: Its contract; None where none could be proposed.
        question: Whether it is one: records alone never say so.
    """

    group: Group
    text: str | None
    question: Question

    def write(self, folder: Path) -> None:
        """Writes the contract into a folder."""
        if self.text:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{self.group.name}.yaml").write_text(self.text, "utf-8")


def drafted(group: Group, folder: Path) -> Draft:
    """Proposes a contract.

    Args:
        group: Of files.
        folder: Where the contract will be read if it is left open.
    """
    try:
        proposal = propose([look.file for look in group.looks], group.name)
    except EdpError as error:
        asks = (
            f"It is like no dataset here, and no contract could be proposed: {readable(str(error))}"
        )
        return Draft(group, None, Question(group.name, group.label, None, TOPIC, asks))
    open_ = [readable(question) for question in proposal.all_questions()]
    more = f" It leaves open: {'; '.join(open_[:MOST])}" if open_ else ""
    place = folder / f"{group.name}.yaml"
    asks = f"It is like no dataset here. Is it one of its own, as {place} proposes?{more}"
    if len(open_) > MOST:
        asks += f" … and {count(len(open_) - MOST, 'more question')}"
    question = Question(group.name, group.label, None, TOPIC, asks, ("take it as proposed",))
    return Draft(group, rendered(proposal), question)
