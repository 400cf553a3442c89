"""What becomes of records when a rule is otherwise."""

from __future__ import annotations

from typing import Any

from contracts import Contract, Decision
from edp.contract.change import ANALYSTS, PRODUCERS, Change, Effect
from edp.contract.steps import Step

MOST_SHOWN = 60


def rule_changed(contract: Contract, part: str, moved: Step, what: str) -> Change:
    """A rule that is otherwise.

    Args:
        contract: As it is now.
        part: The column or property.
        moved: Whether it lets more through, or less.
        what: The rule, before and after.
    """
    if contract.layer != "source":
        effect = Effect.COMPATIBLE if moved is Step.RELAXED else Effect.REBUILT
        return Change(effect, contract.id, what, "the build of gold is held to it", part)
    if moved is Step.RELAXED:
        then = "records that were kept back for it come into silver"
        return Change(Effect.COMPATIBLE, contract.id, what, then, part)
    if moved is Step.TIGHTENED:
        then = "records that do not obey it leave silver for quarantine, earlier ones too"
        return Change(Effect.NOTICED, contract.id, what, then, part, (PRODUCERS, ANALYSTS))
    then = "all records are judged by it, earlier ones too; values may come out otherwise"
    return Change(Effect.NOTICED, contract.id, what, then, part, (ANALYSTS,))


def shown(value: Any) -> str:
    """A value of a contract, short."""
    if value is None or value == () or value == {}:
        return "none"
    if isinstance(value, Decision):
        which = "greatest" if value.greatest else "least"
        return f"{which}: {value.by}" if value.by else "latestArrival"
    if isinstance(value, bool):
        return str(value).lower()
    text = ", ".join(map(str, value)) if isinstance(value, tuple | dict) else str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
