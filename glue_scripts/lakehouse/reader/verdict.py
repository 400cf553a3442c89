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
    notes: list[str] = field(default_factory=list)


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
    # A valid JSON document is never refused for what it holds; lines and rows prove nothing so.
    if facts.records and facts.bad_records == facts.records and facts.format != "json":
        detail = f"none of its {facts.records} records can be read"
        return Verdict("reject", facts, "no_readable_record", detail)
    return Verdict("accept_with_quarantine" if facts.bad_records else "accept", facts)


def refused(facts: Facts, refusal: Refused) -> Verdict:
    """The verdict on a file that was refused."""
    outcome: Outcome = "empty" if refusal.reason == "empty" else "reject"
    return Verdict(outcome, facts, refusal.reason, refusal.detail, refusal.offset)
