"""Quarantined records and refused files as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Which records are meant; what is not said does not matter.

    Attributes:
        reason: a whole reason such as `amount:too_precise`, or its code.
        file: part of its path below raw.
    """

    dataset: str | None = None
    reason: str | None = None
    column: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Example:
    """The first record of a group.

    Attributes:
        item: its place in the array of that record, of one that stands in another.
        value: the value that the reason is about; None where it may be personal, or is none.
    """

    file: str
    record: int
    item: int | None
    value: str | None


@dataclass(frozen=True)
class Group:
    """Quarantined records that have something in common.

    Attributes:
        reason: what they share, or their most frequent one.
        records: how many there are.
        files: in how many files.
        alone: how many have no other reason: so many come back when it no longer holds.
        expected: what would have been right.
        contract: the line that decides, as `contracts/source/<dataset>.yaml:31`.
        held_back: whether they are of a build that was not published.
    """

    dataset: str
    reason: str
    column: str | None
    file: str | None
    records: int
    files: int
    alone: int
    expected: str | None
    contract: str | None
    held_back: bool
    example: Example


@dataclass(frozen=True)
class RefusedFile:
    """A file of which nothing was taken."""

    file: str
    version: str
    dataset: str | None
    reason: str
    detail: str | None
    offset: int | None


@dataclass(frozen=True)
class Reason:
    """Why a record is quarantined: the value at fault, what was expected, and who says so."""

    reason: str
    column: str | None
    value: str | None
    expected: str | None
    contract: str | None


@dataclass(frozen=True)
class Record:
    """A quarantined record.

    Attributes:
        item: its place in the array of that record, of one that stands in another.
        values: its columns as they came; none where it could not be divided.
        raw: the record as it is kept.
    """

    file: str
    version: str
    dataset: str
    record: int
    item: int | None
    held_back: bool
    reasons: tuple[Reason, ...]
    values: dict[str, str]
    raw: str


@dataclass(frozen=True)
class Exported:
    """A file that was written.

    Attributes:
        file: the raw file that the records came in.
        to: where they are now.
        records: how many they are.
        as_sent: how many were read from the raw file; the others are as quarantine has them.
    """

    file: str
    to: str
    records: int
    as_sent: int


@dataclass(frozen=True)
class Export:
    """What was written, and how many records could not be, so that they stay bad."""

    files: tuple[Exported, ...]
    records: int
    left: int
