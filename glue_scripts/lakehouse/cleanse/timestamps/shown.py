"""What a column of moments shows of the forms that it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import matches
from lakehouse.cleanse.tidy import value
from lakehouse.cleanse.timestamps import rewrite
from lakehouse.cleanse.timestamps.clock import Clock
from lakehouse.cleanse.timestamps.days import days
from lakehouse.cleanse.timestamps.digits import SERIAL, SERIALS
from lakehouse.cleanse.timestamps.judge import clear_epochs
from lakehouse.cleanse.timestamps.reading import Reading
from lakehouse.cleanse.timestamps.readings import readings
from lakehouse.cleanse.timestamps.settle import FORM, OTHER, UNPROVEN, in_range, is_zero

# Begins with a year of four digits: nothing to find out.
CLEAR = "^[12][0-9]{3}-[0-9]"
RUN_TOGETHER = rewrite.RUN_TOGETHER + "(?:[0-9]{2})?$"
NUMBER = r"^-?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?$"
# A date of numbers, whatever follows; few are different.
DATE = r"^([0-9]{1,2}(?:[/-]|\. ?)[0-9]{1,2}(?:[/-]|\. ?)[0-9]{2,4}).*$"
# Clocks differ; and what was still to come may be announced, but not years ahead, if the same text
# can mean what has been.
AHEAD, FAR_AHEAD = timedelta(days=2), timedelta(days=730)
# More than there are ways of writing zeros.
ZEROS = 1000
MIDNIGHT = Clock(timedelta(), 0, timedelta())


def shown(
    texts: pa.Array, spec: Spec, arrived: datetime, known: Mapping[str, Set[str]]
) -> dict[str, set[str]]:
    """The forms that some value has beyond doubt (`form`), of those that may be confused.

    A value is beyond doubt if all but one of its readings lie outside the contract's range, or
    that one before the arrival of its file and the others years behind it.

    Args:
        texts: a part of the column as it came.
        spec: its contract.
        arrived: when the file came.
        known: what other parts have shown.
    """
    odd = pc.invert(pc.or_kleene(matches(texts, CLEAR), pc.is_null(texts)))
    labels = {OTHER} if len(texts) - texts.null_count > (pc.sum(odd).as_py() or 0) else set()
    rest = value(texts.filter(odd).unique(), spec).drop_null()
    if not len(rest):
        return {FORM: labels}
    epoch, run = clear_epochs(rest), matches(rest, RUN_TOGETHER)
    if pc.any(epoch).as_py():
        labels |= {"epoch", OTHER}
    for length in pc.unique(pc.binary_length(rest.filter(run))).to_pylist():
        labels |= {"YYYYMMDDhhmmss"[:length], OTHER}
    rest = rest.filter(pc.invert(pc.or_(epoch, run)))
    number = matches(rest, NUMBER)
    for text in rest.filter(number).to_pylist():
        labels |= _of_number(text, spec, arrived)
    dates = rest.filter(pc.invert(number))
    if not all(is_zero(text) for text in dates[:ZEROS].to_pylist()):
        labels.add(OTHER)
    if not {"day", "month", "year"} <= known.get(FORM, set()):
        written = dates.filter(matches(dates, DATE))
        for text in pc.replace_substring_regex(written, DATE, r"\1").unique().to_pylist():
            labels |= _beyond_doubt(_days(text), spec, arrived)
    return {FORM: labels}


def _of_number(text: str, spec: Spec, arrived: datetime) -> set[str]:
    if is_zero(text):
        return set()
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
    moments = [(r.label, r.moment) for r in in_range(found, spec) if r.moment]
    if any(moment <= arrived + AHEAD for _, moment in moments):
        moments = [(label, m) for label, m in moments if m <= arrived + FAR_AHEAD]
    labels = {label for label, _ in moments}
    return labels - UNPROVEN if len(labels) == 1 else set()
