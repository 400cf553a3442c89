"""What a comparison with the answer key says."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

# A comparison that found nothing to compare is no success where there must be something.
_NEVER_EMPTY = ("files.verdict", "records.outcome")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the key says, and which defects were planted there."""

    where: str
    record: int | None
    expected: str | None
    got: str | None
    kinds: str | None


@dataclass(frozen=True)
class KindCount:
    """How many differences the files or records with these planted defects have."""

    kinds: str
    count: int


@dataclass(frozen=True)
class Comparison:
    """One question put to every file, record, cell or row."""

    name: str
    compared: int
    equal: int
    left_out: int = 0
    differences: tuple[Difference, ...] = ()
    by_kinds: tuple[KindCount, ...] = ()

    @property
    def ratio(self) -> float | None:
        """Share that is equal; None where there was nothing to compare."""
        return self.equal / self.compared if self.compared else None

    @property
    def ok(self) -> bool:
        """Whether all are equal."""
        if not self.compared:
            return self.name not in _NEVER_EMPTY
        return self.equal == self.compared


@dataclass(frozen=True)
class LeftOut:
    """Files or records the key itself calls ambiguous, and why."""

    what: str
    why: str
    kinds: str
    count: int
    example: str


@dataclass(frozen=True)
class Score:
    """All comparisons."""

    comparisons: tuple[Comparison, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as the key says."""
        return all(c.ok for c in self.comparisons)

    @property
    def wrong_values(self) -> int:
        """Cells of silver that are wrong without anybody having been told."""
        cells = [c for c in self.comparisons if c.name.startswith("values.")]
        return sum(c.compared - c.equal for c in cells)

    def to_json(self) -> str:
        """One JSON object."""
        comparisons = [asdict(c) | {"ratio": c.ratio, "ok": c.ok} for c in self.comparisons]
        left_out = [asdict(a) for a in self.left_out]
        doc = {"ok": self.ok, "wrong_values": self.wrong_values, "comparisons": comparisons}
        return json.dumps(doc | {"left_out": left_out}, ensure_ascii=False)
