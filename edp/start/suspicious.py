"""What names and values of columns say that no contract knows."""

from __future__ import annotations

import re
from itertools import islice

from contracts import fold
from edp.contract.propose import words
from edp.contract.propose.names import column_name
from edp.contract.propose.profile import Profile
from lakehouse.cleanse.timestamps.local import names_no_zone

MONEY = re.compile(
    r"(^|_)(subtotal|discounts?|refund\w*|shipping|vat|mwst|paid|value|taxes|charged?|outstanding"
    r"|wert|versand\w*|rabatt|steuer|netto|brutto|unit_?price|grand_total)(_|$)"
)
PIECES = re.compile(r"(^|_)(qty|quantity|menge|anzahl|units|pieces|stueck)(_|$)")
NO_SALE = re.compile(
    r"(^|_)(is_)?(test|cancel\w*|storn\w*|void\w*|deleted|refund\w*|returned|dispute\w*"
    r"|chargeback|livemode)(_|$)"
)
# What a profile says nothing about, though its system has it.
TEST = re.compile(r"(^|_)(test|livemode)(_|$)")
NUMBER = re.compile(r"\W{0,4}[A-Za-z]{0,3}\W{0,3}[0-9][0-9.,' \u00a0]*\D{0,4}")
LOOKED_AT = 1_000
CENTS = re.compile(r"-?[0-9]{3,}|0")
NEGATIVE = re.compile(r"[^0-9(]*[-−][^0-9]*[0-9]|\(\W*[0-9]|.*[0-9]-$")
MIDNIGHT = re.compile(r".*[ T]0{1,2}:00(:00([.,]0+)?)?")
UTC = re.compile(r"(^|_)(utc|gmt)(_|$)")
TOTAL = re.compile(r"(grand |sub)?total\w*|summe|gesamt\w*|sum", re.IGNORECASE)
NO = {"", "0", "false", "no", "nein", "n", "f", "none", "null", "0.0", "0.00", "0,00", "0000-00-00"}

STATUS = re.compile(r"(^|_)\w*status(_|$)")

folded = fold


def is_money(profile: Profile) -> bool:
    """Whether a column looks like an amount that is not always nothing."""
    name = column_name(profile.name)
    named = words.MONEY.search(name) or MONEY.search(name)
    return bool(named and profile.share(NUMBER) > 0.5 and _says_yes(profile))


def why(profile: Profile, *, known: bool) -> str | None:
    """What speaks against taking each record for a whole sale; None where nothing does.

    Args:
        profile: Of the column.
        known: Whether a profile describes the system, and with it what such columns mean.
    """
    name = column_name(profile.name)
    if known:
        test = TEST.search(name) and _says_test(profile, name)
        return f"`{profile.name}`: some records are tests. Do they count?" if test else None
    if PIECES.search(name) and any(v.strip() not in ("1", "1.0", "1.00") for v in profile.values):
        return f"`{profile.name}` is not always 1: is the amount that of all pieces?"
    if NO_SALE.search(name) and _says_yes(profile):
        said = sum(n for v, n in profile.values.items() if v.strip().lower() not in NO)
        return f"`{profile.name}` says something in {said:,} records: do these count as revenue?"
    return None


def is_status(name: str) -> bool:
    """Whether a column is called a status."""
    return STATUS.search(column_name(name)) is not None


def are_local(profile: Profile) -> bool:
    """Whether times of day are there without a zone, in values or in the name."""
    if UTC.search(column_name(profile.name)):
        return False
    some = islice((v for v in profile.values if not MIDNIGHT.fullmatch(v)), LOOKED_AT)
    return any(map(names_no_zone, some))


def may_be_minor(profile: Profile) -> bool:
    """Whether all amounts are whole and none is small, as if they counted cents."""
    return bool(profile.values) and all(map(CENTS.fullmatch, profile.values))


def below_zero(profile: Profile) -> int:
    """How many values are negative."""
    return sum(n for value, n in profile.values.items() if NEGATIVE.match(value))


def total_row(profile: Profile) -> str | None:
    """A key that is the word for a total."""
    return next((v for v in profile.values if TOTAL.fullmatch(v.strip())), None)


def _says_test(profile: Profile, name: str) -> bool:
    if "livemode" in name:
        return any(v.lower() in NO for v in profile.values)
    return _says_yes(profile)


def _says_yes(profile: Profile) -> bool:
    return any(v.strip().lower() not in NO for v in profile.values)
