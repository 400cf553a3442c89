"""What is published and what is asked, of groups of files and answers so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts import load
from contracts.producers.fit import fitted
from contracts.producers.model import Producer
from edp.contract.propose.profile import Profile
from edp.start.answers import AGREED, DATE_ORDER, DECIMAL_MARK, producer_for
from edp.start.model import Answers, Group, Question, Seen
from edp.start.questions import Case, questions
from edp.start.see import see

# What values show of the way they are written -> what a producer file says of it.
ORDER = {"day": "day", "day_points": "day", "month": "month", "month_points": "month"}
FORMS = {
    DATE_ORDER: ("ambiguous_timestamp", ORDER),
    DECIMAL_MARK: ("ambiguous_number", {".": ".", ",": ","}),
}
SALES = f"{AGREED}sales"


@dataclass(frozen=True)
class Decided:
    """A group whose files are known: how they are read, and what is open."""

    group: Group
    producer: Producer
    seen: Seen
    open: tuple[Question, ...] = ()
    sales: bool = field(default=False)


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
    return Decided(group, producer, seen, tuple(questions(case, answers)), bool(case.amounts))


def _shown(seen: Seen, topic: str) -> str | None:
    """How values are written that are ambiguous in one file, if all files that show it agree."""
    code, forms = FORMS[topic]
    for column, codes in seen.codes.items():
        if codes[code]:
            said = {forms[form] for form in seen.forms.get(column, ()) if form in forms}
            return said.pop() if len(said) == 1 else None
    return None


def twice(all_: Sequence[Decided], answers: Mapping[str, Answers]) -> list[Question]:
    """Whether the same sales stand in several groups: they would count twice."""
    sources = Counter(d.group.match.dataset for d in all_ if d.sales and d.group.match)
    asked = []
    for found in all_:
        dataset = found.group.match.dataset if found.group.match else ""
        if not found.sales or sources[dataset] < 2 or SALES in answers.get(found.group.name, {}):
            continue
        others = [d.group.label for d in all_ if d.sales and d is not found]
        asks = (
            f"{', '.join(others)} has sales as well. If they are the same ones they would count"
            f" twice: do those of {found.group.label} count?"
        )
        asked.append(
            Question(found.group.name, found.group.label, None, SALES, asks, ("they count",))
        )
    return asked
