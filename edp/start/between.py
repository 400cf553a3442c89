"""What is asked of several groups that feed one dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from edp.display.look import count
from edp.start.answers import AGREED
from edp.start.model import Answers, Question
from edp.start.plan import Decided

SALES, SAME = f"{AGREED}sales", f"{AGREED}same"


def twice(all_: Sequence[Decided], answers: Mapping[str, Answers]) -> list[Question]:
    """Whether the same sales stand in several groups: they would count twice."""
    asked = []
    for found, others in _with_others([one for one in all_ if one.sales]):
        if SALES not in answers.get(found.group.name, {}):
            label, labels = found.group.label, ", ".join(o.group.label for o in others)
            asks = (
                f"{labels}: sales as well. If they are the same ones they would count twice:"
                f" do those of {label} count?"
            )
            asked.append(Question(found.group.name, label, None, SALES, asks, ("they count",)))
    return asked


def merged(all_: Sequence[Decided]) -> list[Question]:
    """Whether records of several groups with one identifier are one: they would become one."""
    asked = []
    for found, others in _with_others(all_):
        for other in others:
            if same := len(found.keys & other.keys):
                label = found.group.label
                asks = (
                    f"{count(same, 'identifier')} of {label} are in {other.group.label}, too,"
                    " and records of one identifier become one: are they the same things?"
                )
                options = () if found.sales else ("they are the same",)
                asked.append(Question(found.group.name, label, None, SAME, asks, options))
                break
    return asked


def _with_others(all_: Sequence[Decided]) -> Iterator[tuple[Decided, list[Decided]]]:
    """Each group with those that feed the same dataset, if there are any."""
    for found in all_:
        others = [o for o in all_ if o is not found and o.dataset == found.dataset]
        if others:
            yield found, others
