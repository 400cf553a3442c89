"""Common forms written as the usual one, all at once: whole columns are written so."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.timestamps.settle import FORM

_TIME = r"([T ][0-9]{2}:[0-9]{2}[0-9:.]*)"
_ZONE = r" ?((?:Z|[+-][0-9]{2}:[0-9]{2})?)$"
# Digits of a date can be taken for no other form in these years; RE2 says what to put in order.
RUN_TOGETHER = r"^(20(?:1[3-9]|[2-9][0-9]))([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})"
REWRITES = (
    (r" ?(?:\+00:00 )?(?:UTC|GMT)$", "Z"),
    (r"([T ][0-9:.]+) ?([+-][0-9]{2}):?([0-9]{2})$", r"\1\2:\3"),
    (rf"^([0-9]{{4}})[/.]([0-9]{{2}})[/.]([0-9]{{2}}){_TIME}{_ZONE}", r"\1-\2-\3\4\5"),
    (rf"{RUN_TOGETHER}([0-9]{{2}})$", r"\1-\2-\3 \4:\5:\6"),
    (rf"{RUN_TOGETHER}$", r"\1-\2-\3 \4:\5:00"),
)
# Where the file settles which of day and month comes first.
IN_ORDER = {"day": r"\3-\2-\1\4\5", "month": r"\3-\1-\2\4\5"}
NO_SECONDS = (rf"([T ][0-9]{{2}}:[0-9]{{2}}){_ZONE}", r"\1:00\2")


def rewritten(texts: pa.Array, clues: Clues) -> pa.Array:
    """The texts in the usual form where that is easy; others may come changed, but not usual."""
    for pattern, usual in REWRITES:
        texts = pc.replace_substring_regex(texts, pattern, usual)
    if order := clues.settle(FORM, {"day", "month"}):
        texts = pc.replace_substring_regex(texts, _date("[/-]"), IN_ORDER[order])
    if not clues.among(FORM, {"month_points"}):
        texts = pc.replace_substring_regex(texts, _date(r"\."), IN_ORDER["day"])
    return pc.replace_substring_regex(texts, *NO_SECONDS)


def _date(mark: str) -> str:
    return rf"^([0-9]{{2}}){mark}([0-9]{{2}}){mark}([0-9]{{4}}){_TIME}{_ZONE}"
