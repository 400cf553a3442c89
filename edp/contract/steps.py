"""Whether a rule that changed lets more through than before, less, or other things."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum, auto
from typing import Any


class Step(Enum):
    """How a rule moved."""

    RELAXED = auto()
    TIGHTENED = auto()
    OTHERWISE = auto()


def _demand(_before: Any, after: Any) -> Step:
    return Step.TIGHTENED if after else Step.RELAXED


def _leave(_before: Any, after: Any) -> Step:
    return Step.RELAXED if after else Step.TIGHTENED


def _condition(before: Any, after: Any) -> Step:
    """A condition that is or is not there."""
    if before and after:
        return Step.OTHERWISE
    return _demand(before, after)


def _least(before: str | None, after: str | None) -> Step:
    if before is None or after is None:
        return _demand(before, after is not None)
    return Step.TIGHTENED if _comparable(after) > _comparable(before) else Step.RELAXED


def _most(before: str | None, after: str | None) -> Step:
    if before is None or after is None:
        return _demand(before, after is not None)
    return Step.TIGHTENED if _comparable(after) < _comparable(before) else Step.RELAXED


def _comparable(bound: str) -> tuple[Decimal, str]:
    """A number as such; a moment as it is written, which sorts the same."""
    try:
        return Decimal(bound), ""
    except ArithmeticError:
        return Decimal(0), bound


def _share(before: Decimal, after: Decimal) -> Step:
    return Step.RELAXED if after > before else Step.TIGHTENED


# Field of a column, or of a table -> how to tell. What is not here is read otherwise from then on.
STEPS: dict[str, Callable[[Any, Any], Step]] = {
    "required": _demand,
    "null_if_invalid": _leave,
    "pattern": _condition,
    "format": _condition,
    "minimum": _least,
    "maximum": _most,
    "refers_to": _condition,
    "quarantine_threshold": _share,
    "on_conflict": _leave,
}


def step(name: str, before: Any, after: Any) -> Step:
    """How a field moved from one value to another one."""
    return STEPS.get(name, lambda *_: Step.OTHERWISE)(before, after)
