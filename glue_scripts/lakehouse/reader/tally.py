"""Counts bad records by reason; of each reason the first are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from lakehouse.reader.faults import excerpt, fault
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import BadPlace, BadReason, Facts

FIRST = 3


def count(facts: Facts, records: Records) -> None:
    """Adds records to what is known of a file."""
    facts.records += len(records.numbers) + len(records.bad)
    facts.bad_records += len(records.bad)
    if not len(records.bad):
        return
    for found in pc.value_counts(records.bad.reasons).to_pylist():
        bad = facts.bad_reasons.setdefault(found["values"], BadReason())
        bad.count += found["counts"]
        if len(bad.first) < FIRST:
            bad.first += _first(records, found["values"], FIRST - len(bad.first))


def _first(records: Records, reason: str, most: int) -> Iterator[BadPlace]:
    places = pc.indices_nonzero(pc.equal(records.bad.reasons, reason))
    for place in places[:most].to_pylist():
        bad = records.bad[place]
        found = fault(reason, bad.raw, records.dialect)
        text, at = excerpt(bad.raw, found.at)
        yield BadPlace(bad.record_no, found.expected, text, at)
