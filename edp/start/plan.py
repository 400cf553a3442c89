"""What is published and what is asked, of groups of files and answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import load
from contracts.producers.fit import fitted
from contracts.producers.model import Producer
from edp.contract.propose.profile import Profile
from edp.start.answers import DATE_ORDER, DECIMAL_MARK, producer_for
from edp.start.model import Answers, Group, Question, Seen
from edp.start.questions import Case, questions
from edp.start.see import see

# What values show of the way they are written -> what a producer file says of it.
ORDER = {"day": "day", "day_points": "day", "month": "month", "month_points": "month"}
FORMS = {
    DATE_ORDER: ("ambiguous_timestamp", ORDER),
    DECIMAL_MARK: ("ambiguous_number", {".": ".", ",": ","}),
}


@dataclass(frozen=True)
class Decided:
    """A group whose files are known: how they are read, and what is open.

    Attributes:
        sales: Whether their amounts become revenue.
        keys: What identifies their records, as far as different values are counted.
    """

    group: Group
    producer: Producer
    seen: Seen
    open: tuple[Question, ...] = ()
    sales: bool = False
    keys: frozenset[str] = frozenset()

    @property
    def dataset(self) -> str:
        """The dataset that they feed."""
        return self.producer.parts[0].dataset


def decided(group: Group, answers: Answers, values: Mapping[str, Profile]) -> Decided:
    """What follows for a group with a match from its records and answers.

    Args:
        group: Of files.
        answers: So far.
        values: Name in the files -> what stands there (`edp.start.see.profiles`).
    """
    assert group.match
    dataset = group.match.dataset
    producer = producer_for(group, group.match, answers)
    seen = see(group.looks, producer, dataset, values)
    shown = {t: said for t in FORMS if t not in answers and (said := _shown(seen, t))}
    if shown:
        answers = {**answers, **shown}
        producer = producer_for(group, group.match, answers)
        seen = see(group.looks, producer, dataset, values)
    case = Case(group, fitted(load(f"source.{dataset}"), producer), seen)
    names = [name for key in case.contract.keys for name in case.names(key)]
    keys = frozenset(value.strip() for name in names[:1] for value in values[name].values)
    open_ = tuple(questions(case, answers))
    return Decided(group, producer, seen, open_, bool(case.amounts), keys)


def _shown(seen: Seen, topic: str) -> str | None:
    """How values are written that are ambiguous in one file, if all files that show it agree."""
    code, forms = FORMS[topic]
    for column, codes in seen.codes.items():
        if codes[code]:
            said = {forms[form] for form in seen.forms.get(column, ()) if form in forms}
            return said.pop() if len(said) == 1 else None
    return None
