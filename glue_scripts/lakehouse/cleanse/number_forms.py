"""The ways in which digits are divided: thousands, decimals, and which mark means which."""

from __future__ import annotations

import re

POINT, COMMA = ".", ","
# A single mark between one to three digits and three: nobody can say without looking elsewhere.
OPEN = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
PLAIN = re.compile(r"(?=[.,]?[0-9])[0-9]*([.,]?)[0-9]*(?:[eE][+-]?[0-9]+)?")
# Each way of dividing thousands, and what the decimal mark is there; None: whatever stands there.
GROUPED = (
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+"), POINT),
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}"), POINT),
    (re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"), POINT),
    (re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+"), COMMA),
    (re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"), COMMA),
    (re.compile(r"[1-9][0-9]{0,2}([ '])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]+)?"), None),
)


def plain(digits: str, mark: str | None) -> str | None:
    """A number without its sign, with a decimal point and no marks of thousands; None if none.

    Args:
        digits: digits and marks.
        mark: the decimal mark of the place where they stand, where that is known.

    Raises:
        LookupError: it could be thousands or decimals.
    """
    if found := OPEN.fullmatch(digits):
        if mark is None:
            raise LookupError("thousands or decimals")
        return f"{found[1]}{POINT if found[2] == mark else ''}{found[3]}"
    read = _read(digits)
    return read and read[0]


def shown_mark(digits: str) -> str | None:
    """The decimal mark that a number gives away; None where it could be either, or is no number."""
    read = None if OPEN.fullmatch(digits) else _read(digits)
    return read and read[1]


def _read(digits: str) -> tuple[str, str | None] | None:
    """With a decimal point and nothing else; and the mark that stood for it."""
    if found := PLAIN.fullmatch(digits):
        return digits.replace(COMMA, POINT), found[1] or None
    for form, mark in GROUPED:
        if form.fullmatch(digits):
            mark = mark or next((m for m in (POINT, COMMA) if m in digits), None)
            whole, _, decimals = digits.partition(mark) if mark else (digits, "", "")
            return f"{re.sub('[^0-9]', '', whole)}.{decimals}", mark
    return None
