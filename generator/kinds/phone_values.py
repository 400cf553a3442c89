"""Telephone numbers as people dial them and programs damage them."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row

_TRUNK_ZERO = ("49", "33", "44", "46", "41", "43", "31")
"""Codes of countries in which a zero is dialled before numbers of the country itself."""

_USERS = ("users",)
_NOTED = "silver without the phone, noted"


def _digits(row: Row) -> str | None:
    """The number's digits, its country's code first."""
    phone = row.truth["phone"]
    return None if phone is None else str(phone).lstrip("+")


def _with_trunk_zero(row: Row) -> tuple[str, str]:
    """Code and rest of a number that has a zero within its country; a German one otherwise."""
    digits = _digits(row) or "234567"
    if digits[:2] in _TRUNK_ZERO:
        return digits[:2], digits[2:]
    return "49", f"151{digits[-6:]}"


@value(_USERS, expected=_NOTED, weight=4)
def bad_phone(row: Row) -> bool:
    """An unusable phone number: `12345`, `call me`."""
    text = row.rng.choice(("12345", "call me", "+", "0049 151 CALLNOW", "1" * 18))
    return row.note("phone", text, "bad_format")


@value(_USERS, weight=4)
def phone_format(row: Row) -> bool:
    """A phone number with brackets, dashes and spaces: `+49 (151) 123-4567`."""
    digits = _digits(row)
    if digits is None or digits[2] == "0":
        return False  # In brackets, a zero would be one that is dialled within the country only.
    clean = str(row.truth["phone"])
    plus = clean[: -len(digits)]
    text = f"{plus}{digits[:2]} ({digits[2:5]}) {digits[5:8]}-{digits[8:]}"
    return row.put("phone", text, clean)


@value(_USERS)
def phone_as_a_float(row: Row) -> bool:
    """A number that was a float for a while: `4915112345678.0`, `4.915112345678E+12`."""
    digits = _digits(row)
    if digits is None:
        return False
    row.quoted.add("phone")
    exponent = f"{digits[0]}.{digits[1:]}E+{len(digits) - 1}"
    return row.put("phone", row.rng.choice((f"{digits}.0", f"{digits}.00", exponent)), digits)


@value(_USERS, expected=_NOTED, weight=1)
def phone_that_lost_digits(row: Row) -> bool:
    """A number that was too long for a cell: `4.91511E+12`."""
    digits = _digits(row) or "4915112345678"
    row.quoted.add("phone")
    text = f"{digits[0]}.{digits[1:6]}E+{len(digits) - 1}"
    return row.note("phone", text, "bad_format")


@value(_USERS)
def phone_with_a_trunk_zero(row: Row) -> bool:
    """A zero that is dialled within the country only: `+49 (0)151 123456`, `+49 0151 123456`."""
    code, rest = _with_trunk_zero(row)
    form = row.rng.choice(("+{} (0){} {}", "+{} 0{} {}", "00{} (0) {}-{}"))
    return row.put("phone", form.format(code, rest[:3], rest[3:]), f"+{code}{rest}")


@value(_USERS)
def phone_with_double_zero(row: Row) -> bool:
    """Zeros or words in place of the plus: `0049 151 123456`, `tel:+49-151-123456`."""
    digits = _digits(row)
    if digits is None:
        return False
    form = row.rng.choice(("00{} {} {}", "tel:+{}-{}-{}", "Tel.: +{} {} {}"))
    text = form.format(digits[:2], digits[2:5], digits[5:])
    return row.put("phone", text, f"+{digits}")


@value(_USERS)
def phone_dialled_within_the_country(row: Row) -> bool:
    """No code of a country: `0151/123456`, `(0151) 123 456`. The digits stay as they are."""
    rest = f"0{_with_trunk_zero(row)[1]}"
    form = row.rng.choice(("{}/{}{}", "({}) {} {}", "{}-{}-{}", "{} {} {}"))
    return row.put("phone", form.format(rest[:4], rest[4:7], rest[7:]), rest)


@value(_USERS, weight=1)
def phone_that_lost_its_zero(row: Row) -> bool:
    """A number of the country that was a float: `151234567.0`. Nobody can give the zero back."""
    rest = _with_trunk_zero(row)[1]
    return row.put("phone", f"{rest}.0", rest)


@value(_USERS, expected=_NOTED)
def two_phones_in_one_cell(row: Row) -> bool:
    """More than one number: `5550132/0133`, `+49 151 123456, +49 151 654321`."""
    digits = _digits(row) or "4915112345678"
    other = digits[:-1] + ("1" if digits[-1] == "0" else "0")
    form = row.rng.choice(("+{0}; +{1}", "+{0}, +{1}", "+{0} / +{1}", "{0} or {1}", "{2}/{3}"))
    text = form.format(digits, other, digits[-7:], digits[-4:])
    return row.note("phone", text, "bad_format")


@value(_USERS, expected=_NOTED, weight=1)
def phone_with_an_extension(row: Row) -> bool:
    """A number behind a switchboard: `+1 415 5550132 x12`, `… ext. 12`, `… #12`."""
    digits = _digits(row) or "4915112345678"
    extension = row.rng.choice((" x12", " ext. 12", ";ext=12", " #12"))
    return row.note("phone", f"+{digits}{extension}", "bad_format")
