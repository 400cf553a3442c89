"""The records of one file, laid out, with the copies of records that come again."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from random import Random

from generator.kinds import REPEAT_KINDS, Copy, RepeatKind
from generator.kinds.repeats import Truth
from generator.spec import FileSpec
from generator.streams import Stream
from generator.tables import Columns

FIRST = 2
"""The first records of a file stay sound, as those of most broken files do."""

_SHARE = 0.05
"""Records that come again, at dirty 1: so many in the same file, and so many in another."""

_MOST_COPIES = max(len(kind.changes) for kind in REPEAT_KINDS.values())

Waiting = dict[str, list[Copy]]


@dataclass
class Draft:
    """Clean columns, and which positions hold copies or records that are copied."""

    columns: Columns
    copies: dict[int, Copy] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)


def draft(spec: FileSpec, stream: Stream, waiting: Waiting, dirty: float, rng: Random) -> Draft:
    """Takes new records from the stream and copies into a file, and lets some of them wait."""
    copies = _arriving(spec, waiting[spec.dataset])
    same = [] if spec.records < 10 or spec.crowded else _wanted(spec, dirty, rng, other_file=False)
    same = same[: max(0, spec.records - FIRST - 2 - len(copies)) // (2 * _MOST_COPIES)]
    count = spec.records - len(copies) - sum(len(kind.changes) for kind in same)
    columns = stream.take(count)
    sources: set[int] = set()
    for kind in same:
        copies += _copies(kind, columns, spec, rng, sources)
    if not spec.last and not spec.crowded and count > FIRST + 1:
        for kind in _wanted(spec, dirty, rng, other_file=True):
            waiting[spec.dataset] += _copies(kind, columns, spec, rng, sources)
    return _merged(columns, copies, sources, rng)


def _arriving(spec: FileSpec, waiting: list[Copy]) -> list[Copy]:
    """Copies of earlier files' records that this one takes up: all if it is the last."""
    room = 0 if spec.crowded else spec.records // 4
    if spec.last:
        room = max(0, spec.records - FIRST - 2)
    taken = waiting[:room]
    del waiting[:room]
    return taken


def _wanted(spec: FileSpec, dirty: float, rng: Random, *, other_file: bool) -> list[RepeatKind]:
    """The kinds of copies to make: those the file must show, and as many as dirt wants."""
    fit = [k for k in REPEAT_KINDS.values() if (k.other_file if other_file else k.same_file)]
    forced = [k for k in fit if k.name in spec.repeats]
    count = int(spec.records * _SHARE * dirty + rng.random()) if dirty else 0
    return forced + rng.choices(fit, [k.weight for k in fit], k=count)


def _copies(
    kind: RepeatKind, columns: Columns, spec: FileSpec, rng: Random, sources: set[int]
) -> list[Copy]:
    index = rng.randrange(FIRST, _length(columns) - 1)
    sources.add(index)
    truth: Truth = {name: values[index] for name, values in columns.items()}
    copies = []
    for change in kind.changes:
        truth = truth.copy()
        change(spec.dataset, truth, rng)
        copies.append(Copy(kind, truth))
    return copies


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _merged(columns: Columns, copies: list[Copy], sources: set[int], rng: Random) -> Draft:
    """Puts the copies at random places among the other records, never first or last."""
    count = _length(columns)
    total = count + len(copies)
    places = sorted(rng.sample(range(FIRST, total - 1), len(copies))) if copies else []
    result = Draft({name: [] for name in columns})
    rng.shuffle(copies)
    start = 0
    for done, place in enumerate(places):
        end = place - done
        for name, values in columns.items():
            result.columns[name] += values[start:end]
            result.columns[name].append(copies[done].truth[name])
        result.copies[place] = copies[done]
        start = end
    for name, values in columns.items():
        result.columns[name] += values[start:]
    firsts = [place - done for done, place in enumerate(places)]
    result.repeated = {s + bisect_right(firsts, s) for s in sources}
    return result
