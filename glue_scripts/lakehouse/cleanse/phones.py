"""Telephone numbers in the many ways people and programs write them; never another number."""

from __future__ import annotations

import re

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.columns import Judged, codes_where, matches, no_codes, once_each, with_others
from lakehouse.cleanse.unusual import with_unusual

FORMAT = "phone"
# With the codes of countries: behind one of them a zero may be dialled within the country only.
CODES = [str(code) for code in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)]
NUMBER = re.compile(r"(?:\+[1-9]|0?[1-9])[0-9]{5,14}")
TRUNK_ZERO = re.compile(rf"\+(?:{'|'.join(CODES)})0")
# As well-kept systems write them: nothing to find out. By the lengths of the codes.
ABROAD = "|".join(
    rf"\+(?:{'|'.join(c for c in CODES if len(c) == n)})[1-9][0-9]{{{6 - n},{14 - n}}}"
    for n in (1, 2, 3)
)
WITHIN = "[1-9][0-9]{6,14}|0[1-9][0-9]{5,13}"
# Short groups between single blanks or dashes, one of them perhaps in brackets, or an area's code
# before a slash: joined at once.
GROUPED = (
    r"^(?:(?:\+[1-9][0-9]{0,3}|[0-9]{2,6}|\([0-9]{2,6}\))"
    r"(?:[ -](?:[0-9]{1,6}|\([1-9][0-9]{1,5}\)))+"
    r"|(?:0[0-9]{1,5}|\(0[0-9]{1,5}\)) ?/ ?[0-9]{5,9})$"
)
# Dashes of all kinds, and dots in the middle of the line.
TWINS = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00b7\u2022", "-------..")
LABEL = re.compile(
    r"'?(?:(?:tel|telefon|phone|fon|mobile?|mob|cell|callto|sms|whatsapp|[tpm])(?:[.:]+ ?| ))?",
    re.IGNORECASE,
)
# Whole numbers as pandas and spreadsheets keep them where some are missing.
FLOAT = re.compile(r"(\+?[1-9][0-9]{6,})[.,]0+")
EXPONENT = re.compile(r"(\+?[1-9])[.,]([0-9]+)[eE]\+?([0-9]{1,2})")
CENTS = re.compile(r"\+?[0-9]{7,}\.[0-9]{1,2}")
FORM = re.compile(r"(?:\+|\(\+|\(00)?[-0-9 ./()]*")
TRUNK_IN_BRACKETS = re.compile(r"\((?:0[0-9]*|[0-9])\)")


def judge(texts: pa.Array, spec: Spec, countries: pa.Array | None) -> Judged:
    """Numbers with their country's code behind a plus, or as they are dialled within it.

    Args:
        texts: the column as it came.
        spec: its contract.
        countries: where each number is dialled, as ISO 3166-1 alpha-2 has it; None where the
            contract does not say so.
    """
    form = f"^(?:{ABROAD}|{WITHIN})$" if countries is None else f"^(?:{ABROAD})$"
    usual = matches(texts, form)
    beside = countries and countries.filter(pc.invert(usual))
    judged = Judged(texts, no_codes(len(texts)))
    return with_unusual(usual, judged, texts, spec, lambda rest: _odd(rest, form, beside))


def _odd(texts: pa.Array, form: str, countries: pa.Array | None) -> Judged:
    joined = pc.replace_substring_regex(texts, "[ ()/-]", "")
    hard = pc.invert(pc.and_(matches(texts, GROUPED), matches(joined, form)))
    found = _hard(texts.filter(hard), countries and countries.filter(hard))
    codes = with_others(no_codes(len(texts)), hard, found.codes)
    return Judged(with_others(joined, hard, found.values), codes)


def _hard(texts: pa.Array, countries: pa.Array | None) -> Judged:
    there = pa.scalar("") if countries is None else pc.fill_null(countries, "")
    pairs = pc.binary_join_element_wise(texts, there, "\n")
    [numbers] = once_each(pairs, lambda pair: (_number(*pair.split("\n")),), [pa.string()])
    wrong = pc.and_(pc.is_valid(texts), pc.is_null(numbers))
    return Judged(numbers, codes_where(wrong, "bad_format"))


def _number(text: str, country: str) -> str | None:
    """The number; None where there is none, more than one, or one that cannot be made out."""
    bare = LABEL.sub("", text.translate(TWINS), count=1)
    if found := FLOAT.fullmatch(bare):
        bare = found[1]
    elif found := EXPONENT.fullmatch(bare):
        # With fewer digits than that, the last ones are lost.
        bare = found[1] + found[2] if len(found[2]) == int(found[3]) else ""
    if not FORM.fullmatch(bare) or _looks_like_two(bare):
        return None
    digits = "".join(re.findall("[+0-9]", bare))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not NUMBER.fullmatch(digits) or not 7 <= len(digits.lstrip("+")) <= 15:
        return None
    if digits.startswith("+"):
        return _international(digits, in_brackets=bool(TRUNK_IN_BRACKETS.search(bare)))
    if country:
        return _dialled_in(country, digits)
    # Brackets around a zero behind other digits: the plus is missing, so nobody knows which zero.
    return None if re.search(r"[0-9].*\(0\)", bare) else digits


def _looks_like_two(bare: str) -> bool:
    """Two long groups, digits behind a whole number, or a slash elsewhere than behind an area."""
    groups = re.findall("[0-9]+", bare)
    if sum(len(group) >= 7 for group in groups) > 1 or CENTS.fullmatch(bare):
        return True
    before, slash, behind = bare.rpartition("/")
    area = re.sub("[^+0-9]", "", before)
    longest = 9 if area.startswith(("+", "00")) else 6
    fits = area.startswith(("+", "0")) and len(area) <= longest
    return bool(slash) and not (fits and len(re.sub("[^0-9]", "", behind)) >= 5)


def _international(digits: str, *, in_brackets: bool) -> str | None:
    """Without a zero that is dialled within the country only; some countries keep theirs."""
    if not in_brackets and not TRUNK_ZERO.match(digits):
        return digits
    as_written = None if in_brackets else digits
    try:
        number = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException:
        return as_written
    return _written(number) if _known(number) else as_written


def _dialled_in(country: str, digits: str) -> str | None:
    """As dialled there, or with the country's code but no plus; None if both or neither fit."""
    if country not in phonenumbers.SUPPORTED_REGIONS:
        return digits
    within = phonenumbers.parse(digits, country)
    if digits.startswith("0"):
        return _written(within) if _known(within) else None
    forms = [] if phonenumbers.ndd_prefix_for_region(country, True) == "0" else [within]
    if digits.startswith(str(phonenumbers.country_code_for_region(country))):
        forms.append(phonenumbers.parse(f"+{digits}", None))
    found = {_written(n) for n in forms if phonenumbers.is_valid_number(n)}
    return found.pop() if len(found) == 1 else None


def _known(number: phonenumbers.PhoneNumber) -> bool:
    """Whether the library could take off the zero, or knows that it belongs there."""
    possible = phonenumbers.is_possible_number(number) and not number.italian_leading_zero
    return possible or phonenumbers.is_valid_number(number)


def _written(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
