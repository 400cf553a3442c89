"""How many records are bad, and why, with an example of each reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Letters of a bad record that are kept as an example.
LONGEST = 4_000


@dataclass
class Example:
    """How often a reason was given, and the first record it was given for."""

    count: int
    uri: str
    record_no: int
    raw: str

    def add(self, other: Example) -> None:
        """Counts more of the same reason."""
        self.count += other.count
        if (other.uri, other.record_no) < (self.uri, self.record_no):
            self.uri, self.record_no, self.raw = other.uri, other.record_no, other.raw


@dataclass
class Tally:
    """The records of one or several files: how many there are, how many are bad, and why."""

    records: int = 0
    bad: int = 0
    reasons: dict[str, Example] = field(default_factory=dict)

    def take(self, uri: str, rows: pa.Table) -> None:
        """Counts judged records of one file."""
        bad = rows.select(["reasons", "_record_no", "raw_record"])
        bad = bad.filter(pc.is_valid(bad["reasons"]))
        self.records, self.bad = self.records + rows.num_rows, self.bad + bad.num_rows
        if not bad.num_rows:
            return
        firsts = bad.group_by("reasons", use_threads=False).aggregate(
            [("_record_no", "min"), ("_record_no", "count")]
        )
        for group in firsts.to_pylist():
            # Several may stand in one record.
            first = pc.equal(bad["_record_no"], group["_record_no_min"])
            first = pc.and_(first, pc.equal(bad["reasons"], group["reasons"]))
            row = pc.index(first, pa.scalar(True)).as_py()
            raw = (bad["raw_record"][row].as_py() or "")[:LONGEST]
            for reason in group["reasons"].split(";"):
                count = group["_record_no_count"]
                self._count(reason, Example(count, uri, group["_record_no_min"], raw))

    def give(self, reason: str, count: int, uri: str, record_no: int, raw: str) -> None:
        """Counts so many of its good records as bad for one reason, of which the first is given."""
        self.bad += count
        self._count(reason, Example(count, uri, record_no, raw[:LONGEST]))

    def add(self, other: Tally) -> None:
        """Counts the records of more files."""
        self.records, self.bad = self.records + other.records, self.bad + other.bad
        for reason, example in other.reasons.items():
            self._count(reason, example)

    def _count(self, reason: str, example: Example) -> None:
        if reason in self.reasons:
            self.reasons[reason].add(example)
        else:
            self.reasons[reason] = Example(**asdict(example))

    def most_frequent(self, number: int) -> list[tuple[str, Example]]:
        """The reasons that were given most often, of equal ones the first by name."""
        return sorted(self.reasons.items(), key=lambda r: (-r[1].count, r[0]))[:number]

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Tally:
        """What `asdict` made of it."""
        reasons = {reason: Example(**e) for reason, e in content["reasons"].items()}
        return cls(content["records"], content["bad"], reasons)

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Tally:
        """All of them in one."""
        whole = cls()
        for tally in tallies:
            whole.add(tally)
        return whole
