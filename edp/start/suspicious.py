"""What names and values of columns say that no contract knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath

from edp.contract.propose import words
from edp.contract.propose.names import column_name
from edp.contract.propose.profile import Profile
from edp.display.look import count
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
NO_SALE_VALUE = re.compile(
    r"(?<![a-z])(refund|return|chargeback|reversal|cancel|void|storn|gutschrift|retoure|erstatt"
    r"|credit note|credit memo|payout|fee|test|withdrawal|dispute)",
    re.IGNORECASE,
)
OTHER_MONEY = re.compile(
    r"(^|_)(refunds?|payouts?|fees?|costs?|expenses?|spend|purchases?|suppliers?|payments?"
    r"|invoices?|credit_?(notes?|memos?)|returns?|balance|taxes|disputes?|gutschrift(en)?"
    r"|retouren|kosten|test\w*|items?|lines?|positionen)(_|$)"
)
CURRENCY = re.compile(r"(^|_)(\w*currency|\w*currency_code|ccy|waehrung|wahrung)(_|$)")
RATE = re.compile(r"(^|_)(\w*exchange\w*|fx|fx_rate|wechselkurs|kurs|currency_rate)(_|$)")
ONE = ("1", "1.0", "1.00", "1,00")
FEW = 50
LOOKED_AT = 1_000
CENTS = re.compile(r"-?[0-9]{3,}|0")
NEGATIVE = re.compile(r"[^0-9(]*[-−][^0-9]*[0-9]|\(\W*[0-9]|.*[0-9]-$")
MIDNIGHT = re.compile(r".*[ T]0{1,2}:00(:00([.,]0+)?)?")
UTC = re.compile(r"(^|_)(utc|gmt)(_|$)")
TOTAL = re.compile(r"(grand |sub)?total\w*|summe|gesamt\w*|sum", re.IGNORECASE)
NO = {"", "0", "false", "no", "nein", "n", "f", "none", "null", "0.0", "0.00", "0,00", "0000-00-00"}

STATUS = re.compile(r"(^|_)\w*status(_|$)")


def is_money_name(name: str) -> bool:
    """Whether a column is called like an amount."""
    return any(p.search(column_name(name)) for p in (words.MONEY, MONEY))


def is_money(profile: Profile) -> bool:
    """Whether a column looks like an amount that is not always nothing."""
    named = is_money_name(profile.name)
    return named and are_numbers(profile) and _says_yes(profile)


def are_numbers(profile: Profile) -> bool:
    """Whether most values are numbers, with or without signs of currencies."""
    return profile.share(NUMBER) > 0.5


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
    if PIECES.search(name) and any(v.strip() not in ONE for v in profile.values):
        return f"`{profile.name}` is not always 1: is the amount that of all pieces?"
    if RATE.search(name) and any(v.strip() not in ONE for v in profile.values):
        return f"`{profile.name}` is not always 1: are the amounts those of the currency beside?"
    if odd := _no_sale(profile):
        return f"`{profile.name}` is {odd!r} in some records: do these count as revenue?"
    if NO_SALE.search(name) and _says_yes(profile):
        said = sum(n for v, n in profile.values.items() if v.strip().lower() not in NO)
        records = count(said, "record")
        return f"`{profile.name}` says something in {records}: do these count as revenue?"
    return None


def is_any_key(names: Sequence[str]) -> bool:
    """Whether the key is only called `id`, as that of anything."""
    return all(column_name(name) == "id" for name in names)


def is_other_money(label: str) -> bool:
    """Whether a file is called after money that is no sale."""
    return OTHER_MONEY.search(column_name(PurePath(label).name)) is not None


def is_currency(name: str) -> bool:
    """Whether a column is called a currency."""
    return CURRENCY.search(column_name(name)) is not None


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


def _no_sale(profile: Profile) -> str | None:
    """One of few words that says that a record is no sale."""
    if len(profile.values) > FEW:
        return None
    return next((v for v in profile.values if NO_SALE_VALUE.search(v)), None)


def _says_test(profile: Profile, name: str) -> bool:
    if "livemode" in name:
        return any(v.lower() in NO for v in profile.values)
    return _says_yes(profile)


def _says_yes(profile: Profile) -> bool:
    return any(v.strip().lower() not in NO for v in profile.values)
