"""What becomes of records, those that come again included."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


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


@dataclass(frozen=True, order=True)
class Member:
    """A good record among others of the same key; the greatest is kept."""

    order: int
    path: str
    record_no: int


@dataclass
class Groups:
    """Keys that occur more than once in a shard."""

    members: dict[tuple[str, str], list[Member]] = field(default_factory=lambda: defaultdict(list))

    def add(self, dataset: str, key: str, member: Member) -> None:
        """Notes a good record of a key that comes again."""
        self.members[dataset, key].append(member)

    def losers(self) -> list[tuple[Member, str, Member]]:
        """Every record that is not kept, its outcome and the record kept instead."""
        found = []
        for members in self.members.values():
            kept = max(members)
            found += [(m, _outcome(m, kept), kept) for m in members if m is not kept]
        return found


def _outcome(member: Member, kept: Member) -> str:
    return "duplicate" if member.order == kept.order else "superseded"
