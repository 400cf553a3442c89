"""What becomes of records, those that come again included."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.tables import Value


@dataclass(frozen=True)
class Fate:
    """The outcome of one record, as the answer key states it."""

    outcome: str = "silver"
    reasons: str = ""
    kinds: str = ""
    why: str = ""
    kept_path: str | None = None
    kept_record_no: int | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether nobody can tell what is right."""
        return bool(self.why)


CONFLICT = "conflict"
ASIDE = "file_set_aside"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A good record among others of the same key.

    Attributes:
        order: The greater, the newer.
        path: The file it stands in.
        record_no: Its place there.
        values: What it says, column by column.
        added: What it says in columns that no contract knows.
        continues: Whether it only repeats the key of the row above.
    """

    order: int
    path: str
    record_no: int
    values: tuple[Value, ...]
    added: tuple[tuple[str, str], ...] = ()
    continues: bool = False

    @property
    def standing(self) -> tuple[object, ...]:
        """Of records that agree, the greatest is kept."""
        there = [value is not None for value in self.values]
        told = sum(bool(text) for _, text in self.added)
        path = re.sub(r"\d+", lambda digits: digits[0].zfill(20), self.path)
        return sum(there), told, there, path, self.path, self.record_no


@dataclass
class Groups:
    """Keys that occur more than once in a shard."""

    members: dict[tuple[str, str], list[Member]] = field(default_factory=lambda: defaultdict(list))

    def add(self, dataset: str, key: str, member: Member) -> None:
        """Notes a good record of a key that comes again."""
        self.members[dataset, key].append(member)

    def losers(self) -> Iterator[tuple[Member, str, Member | None]]:
        """Every record that is not kept, its outcome, and the record kept instead (if any)."""
        for members in self.members.values():
            yield from _losers(members)


def _losers(members: Sequence[Member]) -> Iterator[tuple[Member, str, Member | None]]:
    states: defaultdict[int, list[Member]] = defaultdict(list)
    for member in members:
        if not member.continues:
            states[member.order].append(member)
    agreed = [order for order, state in states.items() if not _contradict(state)]
    newest = max(agreed, default=None)
    kept = None if newest is None else max(states[newest], key=lambda m: m.standing)
    for member in members:
        if member.continues:
            yield member, "continuation", kept
        elif kept is None or member.order > kept.order:
            yield member, CONFLICT, None
        elif member is not kept:
            yield member, "duplicate" if member.order == kept.order else "superseded", kept


def _contradict(state: Sequence[Member]) -> bool:
    """Whether a column has two values, or within one file one that no contract knows."""
    columns = zip(*(member.values for member in state), strict=True)
    if any(len({*values} - {None}) > 1 for values in columns):
        return True
    added = defaultdict(set)
    for member in state:
        for name, text in member.added:
            added[member.path, name].add(text)
    return any(len(texts - {""}) > 1 for texts in added.values())
