"""What a column of moments shows of the forms that it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import matches
from lakehouse.cleanse.tidy import value
from lakehouse.cleanse.timestamps.clock import Clock
from lakehouse.cleanse.timestamps.days import days
from lakehouse.cleanse.timestamps.digits import SERIAL, SERIALS
from lakehouse.cleanse.timestamps.judge import clear_epochs
from lakehouse.cleanse.timestamps.reading import Reading
from lakehouse.cleanse.timestamps.readings import readings
from lakehouse.cleanse.timestamps.settle import FORM, OTHER, in_range, is_zero

# Begins with a year of four digits: nothing to find out.
CLEAR = "^[12][0-9]{3}-[0-9]"
DIGITS = r"^-?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?$"
# The first letters of a date with numbers alone; few are different.
DATE_LETTERS = 10
# Clocks differ, and what happens tomorrow may be announced today.
AHEAD = timedelta(days=2)
MIDNIGHT = Clock(timedelta(), 0, timedelta())


def shown(
    texts: pa.Array, spec: Spec, arrived: datetime, known: Mapping[str, Set[str]]
) -> dict[str, set[str]]:
    """The forms that some value has beyond doubt (`form`), of those that may be confused.

    A value is beyond doubt if all but one of its readings lie outside the contract's range or
    after the arrival of its file.

    Args:
        texts: a part of the column as it came.
        spec: its contract.
        arrived: when the file came.
        known: what other parts have shown.
    """
    odd = pc.invert(pc.or_kleene(matches(texts, CLEAR), pc.is_null(texts)))
    rest = value(texts.filter(odd).unique(), spec).drop_null()
    labels = {OTHER} if len(texts) - texts.null_count > pc.sum(odd).as_py() else set()
    epoch = clear_epochs(rest)
    if pc.any(epoch).as_py():
        labels |= {"epoch", OTHER}
    rest = rest.filter(pc.invert(epoch))
    number = matches(rest, DIGITS)
    for text in rest.filter(number).to_pylist():
        if not is_zero(text):
            labels |= _of_number(text, spec, arrived)
    dates = rest.filter(pc.invert(number))
    if any(not is_zero(text) for text in dates[:100].to_pylist()):
        labels.add(OTHER)
    if not {"day", "month", "year"} <= known.get(FORM, set()):
        starts = pc.utf8_slice_codeunits(dates, 0, DATE_LETTERS).unique()
        for text in starts.to_pylist():
            labels |= _beyond_doubt(_days(text), spec, arrived)
    return {FORM: labels}


def _of_number(text: str, spec: Spec, arrived: datetime) -> set[str]:
    found = readings(text)
    kind = SERIAL if any(r.label in SERIALS for r in found) else OTHER
    return {kind} | _beyond_doubt(found, spec, arrived)


def _days(text: str) -> Iterable[Reading]:
    for day in days(text):
        try:
            yield Reading(day.label, MIDNIGHT.at(day.year, day.month, day.day), 0)
        except (ValueError, OverflowError):
            continue


def _beyond_doubt(found: Iterable[Reading], spec: Spec, arrived: datetime) -> set[str]:
    within = in_range(list(found), spec)
    labels = {r.label for r in within if r.moment and r.moment <= arrived + AHEAD}
    labels = labels or {r.label for r in within}
    return labels if len(labels) == 1 else set()
