"""Columns of moments: usual ones all at once, others each different one once."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.columns import Judged, codes_where, matches, once_each, with_others
from lakehouse.cleanse.timestamps.local import names_no_zone, of_clocks
from lakehouse.cleanse.timestamps.rewrite import rewritten
from lakehouse.cleanse.timestamps.settle import bounds, settled
from lakehouse.cleanse.unusual import with_unusual

MOMENT = pa.timestamp("us", "UTC")
# In a millisecond, and in a second.
MICROS = tuple(pa.scalar(Decimal(n), pa.decimal128(7)) for n in (1000, 1000000))
# As programs write them, and only moments that exist; the 29th of February is not among them, nor
# are the first days of calendars, which often mean that there is no date.
YEARS = "(?:19(?:[1-689][0-9]|7[1-9])|20[0-9]{2})"
DAYS = (
    "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
ZONED = "(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
USUAL = (
    rf"^{YEARS}-{DAYS}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?{ZONED}?$"
)
# Seconds since 1970, to the microsecond; milli-, micro- and nanoseconds.
EPOCHS = r"^[0-9]{10}(?:(?:[0-9]{3}){0,3}|\.[0-9]{1,6})$"
# Those that may also be the digits of a date.
_MONTH_TO_HOUR = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])"
DOUBTFUL = (
    rf"^(?:[0-9]{{4}}{_MONTH_TO_HOUR}|[0-9]{{2}}{_MONTH_TO_HOUR}[0-5][0-9])(?:\.0+)?$"
    rf"|^[0-9]{{4}}{_MONTH_TO_HOUR}[0-9]{{6}}$"
)


def judge(texts: pa.Array, spec: Spec, clues: Clues) -> Judged:
    """Moments by the range of their column.

    Args:
        texts: the column as it came.
        spec: its contract.
        clues: what the file shows of the way its moments are written.
    """
    usual = matches(texts, USUAL)
    values = _usual(pc.if_else(usual, texts, pa.scalar(None, pa.string())))
    judged = Judged(values, codes_where(_outside(values, spec), "out_of_range"))
    found = with_unusual(usual, judged, texts, spec, lambda rest: _judge_unusual(rest, spec, clues))
    found = local(found, texts, spec) if spec.time_zone else found
    fit = pc.if_else(pc.is_null(found.codes), found.values, pa.scalar(None, MOMENT))
    return Judged(fit, found.codes)


def local(found: Judged, texts: pa.Array, spec: Spec) -> Judged:
    """Moments of texts that name no zone are those of clocks in the producer's.

    A day alone stays that day. An hour that clocks show twice is the first one; one that they skip
    is no time at all.
    """
    usual = matches(texts, USUAL)
    unusual = once_each(texts.filter(pc.invert(usual)), lambda t: (names_no_zone(t),), [pa.bool_()])
    without = pc.and_(usual, pc.invert(matches(texts, f"{ZONED}$")))
    without = with_others(without, pc.invert(usual), pc.fill_null(unusual[0], False))
    there = pc.and_(without, pc.is_valid(found.values))
    zone = ZoneInfo(str(spec.time_zone))
    moved = of_clocks(found.values.filter(there), zone)
    values = with_others(found.values, there, moved)
    skipped = codes_where(pc.and_(there, pc.is_null(values)), "invalid_timestamp")
    outside = codes_where(_outside(values, spec), "out_of_range")
    return Judged(values, pc.coalesce(found.codes, skipped, outside))


def clear_epochs(texts: pa.Array) -> pa.Array:
    """Which texts are moments since 1970, and can be nothing else."""
    epoch = matches(texts, EPOCHS)
    return pc.and_(epoch, pc.invert(matches(texts, DOUBTFUL))) if pc.any(epoch).as_py() else epoch


def _judge_unusual(texts: pa.Array, spec: Spec, clues: Clues) -> Judged:
    none = pa.scalar(None, pa.string())
    epoch, plain = clear_epochs(texts), rewritten(texts, clues)
    usual = matches(plain, USUAL)
    values = pc.coalesce(
        _since_1970(pc.if_else(epoch, texts, none)), _usual(pc.if_else(usual, plain, none))
    )
    codes = codes_where(_outside(values, spec), "out_of_range")
    odd = pc.invert(pc.or_(epoch, usual))
    kinds = [MOMENT, pa.string()]
    found, wrong = once_each(texts.filter(odd), lambda text: settled(text, spec, clues), kinds)
    return Judged(with_others(values, odd, found), with_others(codes, odd, wrong))


def _usual(texts: pa.Array) -> pa.Array:
    utc = pc.ends_with(texts, "Z")
    if pc.all(utc).as_py() is False:
        zoned = pc.or_(utc, matches(texts, f"{ZONED}$"))
        texts = pc.if_else(zoned, texts, pc.binary_join_element_wise(texts, "Z", ""))
    return pc.cast(texts, MOMENT)


def _since_1970(texts: pa.Array) -> pa.Array:
    long = pc.fill_null(pc.greater_equal(pc.binary_length(texts), 16), False)
    fine = pc.and_(long, matches(texts, "^[0-9]+$"))
    none = pa.scalar(None, pa.string())
    whole = pc.cast(pc.utf8_slice_codeunits(pc.if_else(fine, texts, none), 0, 16), pa.int64())
    coarse = pc.if_else(fine, none, texts)
    millis = matches(coarse, "^[0-9]{13}$")
    micros = pc.multiply(pc.cast(coarse, pa.decimal128(19, 6)), pc.if_else(millis, *MICROS))
    return pc.cast(pc.coalesce(whole, pc.cast(micros, pa.int64())), MOMENT)


def _outside(values: pa.Array, spec: Spec) -> pa.Array:
    low, high = (pa.scalar(bound, MOMENT) for bound in bounds(spec))
    return pc.or_(pc.less(values, low), pc.greater(values, high))
