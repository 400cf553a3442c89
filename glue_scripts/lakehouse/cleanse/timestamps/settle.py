"""Chooses among the moments that a text may mean: by its range, its column, its file, or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from contracts import Column as Spec
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.timestamps.digits import SERIAL, SERIAL_1904, SERIALS
from lakehouse.cleanse.timestamps.reading import Reading
from lakehouse.cleanse.timestamps.readings import readings

# The aspect of evidence, and what forms show of it that are no spreadsheet's count of days.
FORM, OTHER = "form", "other"
# Days and counts that systems write for "never" or "not yet".
_ZERO = re.compile(
    r"(?:-?0(?:\.0+)?|-1|(?:0000(?P<a>[-/]?)00(?P=a)0[01]|1900-01-00"
    r"|00?(?P<b>[-/.])0?[01](?P=b)(?:0000|1900)|0?1/00?/1900)"
    r"(?:[T ]00:00(?::00(?:\.0+)?)?)?(?:Z|\+00:?00)?)"
)
_ENDS = {
    datetime(*day, tzinfo=UTC)
    for day in (
        (1, 1, 1),
        (1753, 1, 1),
        (1899, 12, 30),
        (1899, 12, 31),
        (1900, 1, 1),
        (1904, 1, 1),
        (1970, 1, 1),
        (9999, 12, 31),
    )
}
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
# Hardly anybody writes so: only where the file shows it.
UNLIKELY = frozenset(("month_points",))
# Nor so, and a date out of range would look like it: only where the contract says so.
UNPROVEN = frozenset((SERIAL_1904,))
DAY, LONGEST_DATE = timedelta(days=1), len("2025-01-31")


class Settled(NamedTuple):
    """A moment, or the code of why there is none; neither where nothing was meant to be said."""

    moment: datetime | None
    code: str | None = None


def settled(text: str, spec: Spec, clues: Clues) -> Settled:
    """What a text means in its column."""
    if is_zero(text):
        return _nothing(spec)
    try:
        found = readings(text)
    except LookupError:
        return Settled(None, "ambiguous_timestamp")
    if not _counts_days(clues, spec):
        found = [r for r in found if r.label not in SERIALS]
    if not found:
        return Settled(None, "invalid_timestamp")
    within = in_range(found, spec)
    if not within:
        ends = any(r.moment in _ENDS or (r.moment and r.moment >= _LAST) for r in found)
        return _nothing(spec) if ends else Settled(None, "out_of_range")
    return _chosen(found, within, spec, clues)


def _chosen(
    found: Sequence[Reading], within: Sequence[Reading], spec: Spec, clues: Clues
) -> Settled:
    """One of the readings within the range, by what is known of the forms of all readings."""
    labels, possible = {r.label for r in found}, {r.label for r in within}
    shown = clues.among(FORM, labels) or labels & {*spec.written_as}
    if len(shown) == 1 and not shown & possible:
        return Settled(None, "out_of_range")
    # Where the range alone speaks against a form that is shown as well, nothing is settled.
    contradicted = len(shown) > 1 and not shown <= possible
    trusted = shown or (possible - UNLIKELY) or possible
    unproven = not shown and trusted <= UNPROVEN
    moments = {r.moment for r in within if r.label in trusted}
    if contradicted or unproven or len(moments) != 1:
        return Settled(None, "ambiguous_timestamp")
    return Settled(moments.pop())


def in_range(found: Iterable[Reading], spec: Spec) -> list[Reading]:
    """Those that the contract allows."""
    low, high = bounds(spec)
    return [r for r in found if r.moment is not None and low <= r.moment <= high]


@cache
def bounds(spec: Spec) -> tuple[datetime, datetime]:
    """First and last moment of a column, inclusive; a bound that is a date stands for its day."""
    low = _moment(spec.minimum, time.min) if spec.minimum else datetime.min
    high = _moment(spec.maximum, time.max) if spec.maximum else datetime.max
    if spec.type == "date":
        # A day begins and ends earlier or later elsewhere; `dates` holds the day itself to it.
        low, high = max(low, datetime.min + DAY) - DAY, min(high, datetime.max - DAY) + DAY
    return low.replace(tzinfo=UTC), high.replace(tzinfo=UTC)


def _moment(bound: str, of_day: time) -> datetime:
    found = datetime.fromisoformat(bound)
    return datetime.combine(found, of_day) if len(bound) <= LONGEST_DATE else found


def is_zero(text: str) -> bool:
    """Whether a text is one that systems write where there is no date."""
    return _ZERO.fullmatch(text) is not None


def _nothing(spec: Spec) -> Settled:
    return Settled(None, "missing" if spec.required else None)


def _counts_days(clues: Clues, spec: Spec) -> bool:
    own = clues.own.get(FORM, frozenset())
    shown = SERIAL in own and own <= {SERIAL, *SERIALS}
    return shown or not SERIALS.keys().isdisjoint(spec.written_as)
