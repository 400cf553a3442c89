"""What the reader says of a file and of its bad records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["accept", "accept_with_quarantine", "reject", "empty"]


class Refused(Exception):
    """The file as a whole cannot be taken.

    Attributes:
        reason: one of the file reasons of docs/reading-rules.md.
        detail: what was found, for people.
        offset: byte (of the decompressed file) where it was found, if known.
    """

    def __init__(self, reason: str, detail: str, offset: int | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.offset = reason, detail, offset


@dataclass(frozen=True)
class BadRecord:
    """A record that cannot be divided into columns."""

    record_no: int
    reason: str
    raw: str


@dataclass(frozen=True)
class BadPlace:
    """A bad record: its number, its text around the fault, and what was expected `at` a character.

    Without text where it was left out, and without a place where nobody can point at one.
    """

    record: int
    expected: str
    text: str | None = None
    at: int | None = None


@dataclass
class BadReason:
    """How many records are bad for the same reason, and the first of them."""

    count: int = 0
    first: list[BadPlace] = field(default_factory=list)


@dataclass
class Facts:
    """What is known of a file so far; filled while it is read.

    `notes` are sentences for people: what was passed over or settled, though the file is accepted.
    """

    format: str | None = None
    compression: str | None = None
    encoding: str | None = None
    records: int = 0
    bad_records: int = 0
    bad_reasons: dict[str, BadReason] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def worst(self) -> str | None:
        """The most frequent reason of bad records, if there are any."""
        counts = {reason: bad.count for reason, bad in self.bad_reasons.items()}
        return max(counts, key=lambda reason: (counts[reason], reason), default=None)

    def forget_records(self) -> None:
        """Reading starts again."""
        self.records = self.bad_records = 0
        self.bad_reasons, self.notes = {}, []


@dataclass(frozen=True)
class Verdict:
    """The final word on one file."""

    outcome: Outcome
    facts: Facts = field(default_factory=Facts)
    reason: str | None = None
    detail: str | None = None
    offset: int | None = None


def accepted(facts: Facts) -> Verdict:
    """The verdict on a file that was read to its end."""
    if not facts.bad_records:
        return Verdict("accept", facts)
    # A valid JSON document is never refused for what it holds; lines and rows prove nothing so.
    if facts.bad_records == facts.records and facts.format != "json":
        return Verdict("reject", facts, "no_readable_record", none_readable(facts))
    first = _first(facts)
    detail = f"{facts.bad_records} of its {facts.records} records cannot be read; {first}"
    return Verdict("accept_with_quarantine", facts, facts.worst, detail)


def none_readable(facts: Facts) -> str:
    """Says of a file that nothing in it can be read, and mostly why."""
    return f"none of its {facts.records} records can be read: {facts.worst}, {_first(facts)}"


def _first(facts: Facts) -> str:
    first = facts.bad_reasons[facts.worst or ""].first[0]
    return f"record {first.record}: expected {first.expected}"


def refused(facts: Facts, refusal: Refused) -> Verdict:
    """The verdict on a file that was refused."""
    outcome: Outcome = "empty" if refusal.reason == "empty" else "reject"
    return Verdict(outcome, facts, refusal.reason, refusal.detail, refusal.offset)
