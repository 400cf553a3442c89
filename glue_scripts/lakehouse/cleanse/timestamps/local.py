"""Moments that name no zone, where the producer of a file says which clocks they were read off."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from lakehouse.cleanse.timestamps.digits import of_digits
from lakehouse.cleanse.timestamps.reading import DAY
from lakehouse.cleanse.timestamps.readings import readings

# No text that names a zone can be read with another one behind it.
ANOTHER = " +05:00"


def names_no_zone(text: str) -> bool:
    """Whether a text has a time of day, and no zone."""
    numbers = of_digits(text.strip())
    if numbers is not None:
        return any(r.label != "epoch" and r.unit < DAY for r in numbers)
    try:
        return _has_time(text.strip())
    except LookupError:
        return False


def _has_time(text: str) -> bool:
    return bool(readings(text + ANOTHER)) and not readings(f"{text} 00:00{ANOTHER}")


def of_clocks(shown: pa.Array, zone: ZoneInfo) -> pa.Array:
    """The moments at which clocks of a zone first show what is given as UTC; null if never."""
    encoded = shown.dictionary_encode()
    moments = [_of_clock(moment, zone) for moment in encoded.dictionary.to_pylist()]
    return pa.array(moments, shown.type).take(encoded.indices)


def _of_clock(moment: datetime, zone: ZoneInfo) -> datetime | None:
    shown = moment.replace(tzinfo=None)
    found = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == shown else None
