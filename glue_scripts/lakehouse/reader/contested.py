"""Several columns of a file that mean one column of the contract: for each record one counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.rescued import NO_TEXT, json_text
from lakehouse.reader.texts import joined

# Beside the columns of the contract: where names differ in a record, which, and which one counts.
DISPUTED = "_disputed"
MOST_NOTES = 5


@dataclass(frozen=True)
class Settled:
    """What counts, what is left of each name (null where it counts), and who says otherwise."""

    values: pa.Array
    left: list[pa.Array]
    disputed: list[pa.Array]


def says(values: pa.Array) -> pa.Array:
    """Which values say something: not null, and not just white space."""
    return pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(values), ""), False)


def settle(column: str, names: Sequence[str], values: Sequence[pa.Array]) -> Settled:
    """In each row the first name counts that says something; the very first where none does."""
    if len(names) == 1:
        return Settled(values[0], [], [])
    number = pa.int8() if len(names) < 128 else pa.int32()
    said = [says(v) for v in values]
    places = [
        pc.if_else(s, pa.scalar(i, number), pa.scalar(None, number)) for i, s in enumerate(said)
    ]
    winner = pc.coalesce(*places, pa.scalar(0, number))
    chosen = pc.choose(winner, *values)
    others = [pc.not_equal(winner, pa.scalar(i, number)) for i in range(len(names))]
    left = [pc.if_else(o, v, NO_TEXT) for o, v in zip(others, values, strict=True)]
    trimmed = pc.utf8_trim_whitespace(chosen)
    disputed = []
    for i, (other, there, v) in enumerate(zip(others, said, values, strict=True)):
        differs = pc.not_equal(pc.utf8_trim_whitespace(v), trimmed)
        if pc.any(apart := pc.and_(pc.and_(other, there), differs)).as_py():
            lines = pa.array([_line(column, name, names[i]) for name in names]).take(winner)
            disputed.append(pc.if_else(apart, lines, NO_TEXT))
    return Settled(chosen, left, disputed)


def settle_one(
    column: str, names: Sequence[str], values: Sequence[str | None]
) -> tuple[int, list[str]]:
    """The same of one record: which name counts, and who says otherwise."""
    said = [(v or "").strip() for v in values]
    winner = next((i for i, text in enumerate(said) if text), 0)
    apart = [i for i, text in enumerate(said) if text and text != said[winner]]
    return winner, [_line(column, names[winner], names[i]) for i in apart]


def together(lines: Sequence[pa.Array]) -> pa.Array:
    """All that is disputed in each row; null where nothing is."""
    found = joined(lines, "\n")
    return pc.if_else(pc.equal(found, ""), NO_TEXT, found)


def count(disputed: pa.Array) -> Counter[str]:
    """How often each dispute is there."""
    found: Counter[str] = Counter()
    for entry in disputed.drop_null().value_counts().to_pylist():
        for line in entry["values"].split("\n"):
            found[line] += entry["counts"]
    return found


def notes(disputes: Counter[str]) -> Iterable[str]:
    """Disputes in sentences, the most frequent first."""
    for line, records in sorted(disputes.items(), key=lambda d: (-d[1], d[0]))[:MOST_NOTES]:
        column, taken, other = json.loads(line)
        yield (
            f"{column}: {other!r} differs from {taken!r} in {records} records: "
            f"{taken!r} counts, {other!r} is kept in _rescued"
        )


def _line(column: str, taken: str, other: str) -> str:
    return json_text([column, taken, other])
