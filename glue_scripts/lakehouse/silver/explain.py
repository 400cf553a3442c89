"""Says why records are bad: the most frequent reasons, an example, the line of the contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from contracts import Contract
from contracts.expected import expected
from contracts.place import place_of
from lakehouse.silver.reason_counts import Example, Tally

TOP = 3
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Why:
    """A reason, how often it was given, and the first record it was given for.

    Attributes:
        value: What stands there: of the column, of the columns of a rule, or the whole record.
        expected: What the contract expects instead; None where it is not the contract's affair.
        contract: The file and line that decide on it, likewise.
    """

    reason: str
    count: int
    file: str
    record: int
    value: str
    expected: str | None
    contract: str | None

    def __str__(self) -> str:
        here = (
            f"{self.reason} {times(self.count)} ({self.file} record {self.record}: {self.value!r}"
        )
        there = f", expected {self.expected}" if self.expected else ""
        return f"{here}{there}{f', {self.contract}' if self.contract else ''})"


def times(count: int) -> str:
    """How often, in words."""
    return "once" if count == 1 else f"{count} times"


def explained(tally: Tally, contract: Contract) -> tuple[Why, ...]:
    """The most frequent reasons."""
    return tuple(_why(reason, e, contract) for reason, e in tally.most_frequent(TOP))


def fault(raw: str, reason: str, contract: Contract) -> str:
    """The part of a quarantined record, as it was kept, that a reason is about.

    Reports and logs are read by more people than customers' data may be: where it is personal,
    only its form is shown.
    """
    column, _, code = reason.rpartition(":")
    rule = next((r for r in contract.rules if r.name == code and not column), None)
    names = (column,) if column else rule.columns if rule else ()
    found = _values(raw, names)
    personal = {c.name for c in contract.columns if c.personal}
    if personal and (not found or personal & set(names)):
        found = {name: _form(value) for name, value in (found or {"": raw}).items()}
    pairs = (f"{name} {value}" if len(found) > 1 else value for name, value in found.items())
    text = ", ".join(pairs) if found else raw
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _values(raw: str, names: Sequence[str]) -> dict[str, str]:
    """The columns of a record; none where it could not be divided into columns."""
    try:
        values = json.loads(raw) if names else {}
    except ValueError:
        return {}  # It was so long that only its beginning was kept.
    return {name: values.get(name) or "" for name in names}


def _form(text: str) -> str:
    """`Ada 7@x.org` as `Xxx 9@x.xxx`."""
    return "".join(
        "9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in text
    )


def _why(reason: str, example: Example, contract: Contract) -> Why:
    place = place_of(contract, reason)
    return Why(
        reason,
        example.count,
        example.uri,
        example.record_no,
        fault(example.raw, reason, contract),
        expected(contract, reason),
        None if place is None else str(place),
    )
