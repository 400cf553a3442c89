"""The type of a column: the first that all its values fit, asked in an order that errs to text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from contracts import Column
from edp.contract.propose import words
from edp.contract.propose.made import as_text, but, fitting, made, shown
from edp.contract.propose.model import Proposed
from edp.contract.propose.profile import Profile
from edp.contract.propose.samples import Sample
from edp.contract.propose.trial import NUMBER, Fit, fit

# Where so many values fit, the others are taken for damage, and people are asked.
MOSTLY = 0.95
EMAIL = re.compile(r"[^@\s]+@[^@\s]+[.][^@\s.]+")
ABROAD = re.compile(r"(\+|00)[1-9][0-9 ()./-]{6,}")
ZERO_ONE = {"0", "1", "0.0", "1.0"}
ROOMY = 10**8
Fits = Callable[[str], Fit]
Step = Callable[[Profile, Fits], Proposed | None]


def typed(samples: Sequence[Sample], profile: Profile) -> Proposed:
    """A column with the type that its values speak for."""

    def fits(kind: str) -> Fit:
        form = "phone" if kind == "phone" else None
        type_ = "string" if form else kind
        return fit(samples, Column(profile.name, type_, "", "", format=form))

    return next(filter(None, (step(profile, fits) for step in STEPS)))


def _nothing(profile: Profile, _: Fits) -> Proposed | None:
    if profile.filled:
        return None
    what = f"no value in any of {profile.records:,} records"
    return as_text(profile, "low", what, "no sample has a value: which type is it?")


def _array(profile: Profile, _: Fits) -> Proposed | None:
    if profile.arrays * 2 < profile.filled:
        return None
    return as_text(
        profile, "low", "arrays of values, kept as text", "is the text of an array enough?"
    )


def _email(profile: Profile, _: Fits) -> Proposed | None:
    share = profile.share(EMAIL)
    if share < (MOSTLY / 2 if words.EMAIL.search(profile.name) else MOSTLY):
        return None
    what = f"{share:.1%} of the values are e-mail addresses"
    return as_text(profile, "high", what, personal=True)


def _phone(profile: Profile, fits: Fits) -> Proposed | None:
    named = words.PHONE.search(profile.name)
    if not named and profile.share(ABROAD) < MOSTLY:
        return None
    found = fits("phone")
    if found.share < MOSTLY:
        asked = f"a phone number by its name, but {but(profile, found)}: format phone?"
        what = "named like a phone number"
        return as_text(profile, "low", what, asked, personal=True) if named else None
    return fitting(profile, found, "string", "a phone number", format="phone", personal=True)


def _boolean(profile: Profile, fits: Fits) -> Proposed | None:
    said = set(profile.words)
    if said and said <= ZERO_ONE:
        asked = "only 0 and 1: a boolean or an integer? (integer loses nothing)"
        return made(profile, "integer", "low", f"{profile.filled:,} values, only 0 and 1", asked)
    found = fits("boolean")
    if not said or found.share < 1 or profile.capped or len(said) > 12:
        return None
    what = f"all {found.good:,} values mean true or false: {', '.join(sorted(said))}"
    if len(said) > 1 or said <= {"true", "false"}:
        return made(profile, "boolean", "high" if len(said) > 1 else "medium", what)
    return as_text(profile, "low", what, "a single word: a boolean or a text?")


def _digits(profile: Profile, _: Fits) -> Proposed | None:
    """Digits that nobody calculates with."""
    if words.POSTCODE.search(profile.name):
        return as_text(profile, "high", "a postcode by its name: zeros in front count")
    if profile.zero_first:
        odd = not words.IDENTIFIER.search(profile.name)
        what = f"digits with zeros in front, such as {shown(profile, profile.zero_first)}"
        asked = "zeros in front count in a text and not in a number: a text?" if odd else None
        return as_text(profile, "medium" if odd else "high", what, asked)
    if profile.digits < profile.filled or not words.IDENTIFIER.search(profile.name):
        return None
    asked = "all digits, and named like an identifier: a text or an integer? (a text loses nothing)"
    return as_text(profile, "medium", f"all {profile.filled:,} values are digits", asked)


def _named_moment(profile: Profile, fits: Fits) -> Proposed | None:
    return _moment(profile, fits) if words.MOMENT.search(profile.name) else None


def _number(profile: Profile, fits: Fits) -> Proposed | None:
    found = fits(NUMBER)
    if found.readable < MOSTLY:
        return _partly(profile, found, "numbers")
    if not found.good:
        example = shown(profile, found.examples[0])
        asked = f"{example}: a decimal mark or one of thousands (decimalMark)?"
        return as_text(profile, "low", "numbers that can be read in two ways", asked)
    if found.decimals == 0 and words.MONEY.search(profile.name) and not profile.two_decimals:
        type_ = decimal_of(found, 2)
        asked = f"named like money, but whole numbers only: {type_} or integer?"
        return fitting(profile, found, type_, "a number", asked=asked)
    scale = max(found.decimals, 2 if profile.two_decimals * 2 > profile.filled else 0)
    type_ = decimal_of(found, scale) if scale else _whole(found)
    whole = fitting(profile, found, type_, "a number", **_mark(found))
    return whole if scale else _maybe_moment(profile, fits, whole)


def decimal_of(found: Fit, scale: int) -> str:
    """A decimal with room for numbers a hundred times as large."""
    size = max(abs(found.low), abs(found.high))
    before = max(len(str(int(size))) + 2, 10)
    return f"decimal({min(before + scale, 38)},{scale})"


def _whole(found: Fit) -> str:
    return "bigint" if max(abs(found.low), abs(found.high)) > ROOMY else "integer"


def _mark(found: Fit) -> dict[str, Any]:
    return {"decimal_mark": ","} if "," in found.forms and "." not in found.forms else {}


def _maybe_moment(profile: Profile, fits: Fits, whole: Proposed) -> Proposed:
    if min(map(len, profile.values)) < 8 or fits("timestamp").share < MOSTLY:
        return whole
    return whole.changed(question="the digits could also be moments: a timestamp?")


def _moment(profile: Profile, fits: Fits) -> Proposed | None:
    found = fits("timestamp")
    if found.readable < MOSTLY:
        return _partly(profile, found, "moments") if found.share > 0.5 else None
    if not found.good:
        example = shown(profile, found.examples[0])
        asked = f"{example}: which is the day and which the month (writtenAs)? a date?"
        return as_text(profile, "low", "dates that can be read in two ways", asked)
    orders = found.forms & {"day", "month"}
    kind = "date" if found.days else "timestamp"
    doubt = _order(orders) if orders else None
    if found.days and words.POINT_IN_TIME.search(profile.name):
        doubt = f"{doubt or 'days only'}: a timestamp or a date? (a timestamp loses nothing)"
        kind = "timestamp"
    return fitting(profile, found, kind, f"a {kind}", doubt)


def _order(orders: set[str]) -> str:
    if len(orders) > 1:
        return "some values put the day first and some the month: is that so?"
    return f"some values put the {min(orders)} first: all files (writtenAs: {sorted(orders)})?"


def _partly(profile: Profile, found: Fit, what: str) -> Proposed | None:
    if found.readable <= 0.5:
        return None
    asked = f"{but(profile, found)}, the others are {what}: damage, or a text?"
    return as_text(profile, "low", f"{found.share:.1%} of the values are {what}", asked)


def _free(profile: Profile, _: Fits) -> Proposed:
    return as_text(profile, "high", f"{profile.filled:,} texts that fit no other type")


STEPS: tuple[Step, ...] = (
    _nothing,
    _array,
    _email,
    _phone,
    _boolean,
    _digits,
    _named_moment,
    _number,
    _moment,
    _free,
)
