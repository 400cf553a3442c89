"""Numbers as people and programs write them, right and wrong."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row

_PRICED = ("events", "transactions")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "PLN": "zł", "SEK": "kr"}


def _column(row: Row) -> str:
    return "price" if row.layout.dataset == "events" else "amount"


def _write(row: Row, text: str, cents: int) -> bool:
    """Writes a number; false where the file's encoding has no such characters."""
    if not text.isascii() and row.layout.encoding in ("latin-1", "cp1252"):
        return False
    return row.put(_column(row), text, cents)


def _thousands(row: Row) -> tuple[int, int]:
    """Whole units of one to nine thousand, and cents that are not zero."""
    return row.rng.randrange(1_000, 10_000), row.rng.randrange(1, 100)


def _small(row: Row) -> tuple[int, int]:
    return row.rng.randrange(1, 1_000), row.rng.randrange(1, 100)


@value(_PRICED)
def number_thousands_separators(row: Row) -> bool:
    """Thousands marks together with another decimal mark: `1,234.56`, `1.234,56`."""
    whole, cents = _thousands(row)
    english = f"{whole:,}.{cents:02d}"
    swap = english.translate(str.maketrans(",.", ".,"))
    return _write(row, row.rng.choice((english, swap)), whole * 100 + cents)


@value(_PRICED)
def number_groups_by_space_or_apostrophe(row: Row) -> bool:
    """Groups of three divided by a space or an apostrophe: `1 234,56`, `1'234.56`, `1 234`."""
    whole, cents = _thousands(row)
    groups = row.rng.choice((" ", "'", "\u00a0" if row.layout.encoding == "utf-8" else " "))
    head = f"{whole:,}".replace(",", groups)
    if row.rng.random() < 0.3:
        return _write(row, head, whole * 100)
    return _write(row, f"{head}{row.rng.choice('.,')}{cents:02d}", whole * 100 + cents)


@value(_PRICED, weight=1)
def number_groups_by_narrow_space(row: Row) -> bool:
    """Groups divided by a narrow no-break space (U+202F), as French programs do."""
    whole, cents = _thousands(row)
    head = f"{whole:,}".replace(",", "\u202f")
    return _write(row, f"{head},{cents:02d}", whole * 100 + cents)


@value(_PRICED, expected="quarantined invalid_number")
def number_uneven_groups(row: Row) -> bool:
    """Groups that are not of three digits: `1,23,456.78`, `1234,567.89`, `12 34`."""
    text = row.rng.choice(
        ("1,23,456.78", "12,34,567", "1234,567.89", "12 34", "1 234 56", "1.23.456,78", "1'2345")
    )
    return row.refuse(_column(row), text, "invalid_number")


@value(weight=1)
def number_quoted_in_json(row: Row) -> bool:
    """A number in quotes, in a JSON file whose other numbers are none."""
    column = row.pick(*row.table.decimals, *row.table.integers)
    if column is None or not row.layout.is_json or not row.layout.bare_numbers:
        return False
    row.quoted.add(column)
    return row.put(column, row.text[column], row.truth[column])


@value(_PRICED, expected="quarantined out_of_range", weight=1)
def number_repeated_groups(row: Row) -> bool:
    """The same mark more than once, `1,234,567`: thousands, and beyond the allowed range."""
    text = f"{row.rng.randrange(1_000_001, 9_999_999):,}"
    text = row.rng.choice((text, text.replace(",", ".")))
    return row.refuse(_column(row), text, "out_of_range")


@value(_PRICED)
def number_decimal_comma(row: Row) -> bool:
    """A decimal comma with one or two digits behind it: `12,5`, `12,50`."""
    whole, cents = _small(row)
    if row.rng.random() < 0.5:
        return _write(row, f"{whole},{cents // 10}", whole * 100 + cents // 10 * 10)
    return _write(row, f"{whole},{cents:02d}", whole * 100 + cents)


@value(_PRICED)
def number_with_currency(row: Row) -> bool:
    """A currency mark before or behind the number: `€ 12.50`, `12.50 EUR`."""
    code = str(row.truth["currency"]) if "currency" in row.truth else row.rng.choice(list(_SIGNS))
    mark = row.rng.choice((_SIGNS.get(code, code), code))
    whole, cents = _small(row)
    number, gap = f"{whole}.{cents:02d}", row.rng.choice(("", " "))
    text = row.rng.choice((f"{mark}{gap}{number}", f"{number}{gap}{mark}"))
    return _write(row, text, whole * 100 + cents)


@value(_PRICED, weight=1)
def number_exponent(row: Row) -> bool:
    """An exponent: `1.5e2`, `1e3`."""
    digits = row.rng.randrange(10, 100)
    text = f"{digits // 10}.{digits % 10}{row.rng.choice('eE')}2"
    return _write(row, text, digits * 1000)


@value(_PRICED, weight=1)
def number_plain_variants(row: Row) -> bool:
    """A plus sign, no digit before or behind the point: `+12.5`, `.5`, `5.`."""
    whole, cents = _small(row)
    text, meant = row.rng.choice(
        (
            (f"+{whole}.{cents:02d}", whole * 100 + cents),
            (f".{cents:02d}", cents),
            (f"{whole}.", whole * 100),
        )
    )
    return _write(row, text, meant)


@value(_PRICED)
def number_trailing_zeros(row: Row) -> bool:
    """More decimals than the column has, but zeros: `19.990`, also as a JSON number."""
    whole, cents = _small(row)
    return _write(row, f"{whole}.{cents:02d}{'0' * row.rng.randrange(1, 4)}", whole * 100 + cents)


@value(_PRICED, expected="quarantined ambiguous_number")
def ambiguous_number(row: Row) -> bool:
    """`1,234`: thousands or decimals, nobody can say."""
    text = f"{row.rng.randrange(1, 1000)},{row.rng.randrange(1000):03d}"
    return row.refuse(_column(row), text, "ambiguous_number")


@value(_PRICED, expected="quarantined too_precise")
def too_precise(row: Row) -> bool:
    """More decimals than the column has, other than zeros: `1.234`."""
    text = f"{row.rng.randrange(1, 1000)}.{row.rng.randrange(100)}5{row.rng.choice(('', '1'))}"
    head, _, tail = text.partition(".")
    return row.refuse(_column(row), f"{head}.{tail.rjust(3, '1')}", "too_precise")


@value(_PRICED, expected="quarantined invalid_number")
def invalid_number(row: Row) -> bool:
    """Not a number: `free`, `12..5`."""
    text = row.rng.choice(("free", "tbd", "12..5", "abc", "1.2.3x"))
    return row.refuse(_column(row), text, "invalid_number")


@value(_PRICED, expected="quarantined out_of_range")
def negative_number(row: Row) -> bool:
    """A negative amount: `-12.50`."""
    whole, cents = _small(row)
    return row.refuse(_column(row), f"-{whole}.{cents:02d}", "out_of_range")


@value(_PRICED, expected="quarantined out_of_range", weight=1)
def negative_in_brackets(row: Row) -> bool:
    """Brackets mean negative: `(12.50)`."""
    whole, cents = _small(row)
    return row.refuse(_column(row), f"({whole}.{cents:02d})", "out_of_range")


@value(_PRICED, expected="quarantined out_of_range", weight=1)
def huge_number(row: Row) -> bool:
    """Far more than anybody pays: `99999999.99`."""
    text = f"{row.rng.randrange(10_000_000, 100_000_000)}.{row.rng.randrange(100):02d}"
    return row.refuse(_column(row), text, "out_of_range")


@value(_PRICED, expected="quarantined out_of_range", weight=1)
def thirty_digit_number(row: Row) -> bool:
    """A number of 30 digits, in JSON as a JSON number: more than a float or integer holds."""
    text = str(row.rng.randrange(10**29, 10**30))
    return row.refuse(_column(row), text, "out_of_range")


@value(("transactions",), expected="quarantined out_of_range", weight=1)
def zero_amount(row: Row) -> bool:
    """Nothing was paid: `0.00`."""
    return row.refuse("amount", row.rng.choice(("0", "0.00")), "out_of_range")


@value(("transactions",), expected="quarantined currency_conflict")
def currency_conflict(row: Row) -> bool:
    """The amount carries the mark of another currency than the currency column."""
    other = row.rng.choice([c for c in ("EUR", "USD", "GBP", "PLN") if c != row.truth["currency"]])
    mark = other if row.layout.encoding != "utf-8" else row.rng.choice((other, _SIGNS[other]))
    whole, cents = _small(row)
    return row.refuse("amount", f"{mark} {whole}.{cents:02d}", "currency_conflict")


@value(("users",), weight=1)
def age_with_decimal_zero(row: Row) -> bool:
    """A whole number with a decimal zero, as spreadsheets write it: `34.0`."""
    age = row.rng.randrange(18, 90)
    return row.put("age", f"{age}.0", age)


@value(("users",), expected="silver without the age, noted")
def impossible_age(row: Row) -> bool:
    """An age nobody has: `-5`, `0`, `7`, `150`, `999`."""
    return row.note("age", row.rng.choice(("-5", "0", "7", "121", "150", "999")), "out_of_range")


@value(("users",), expected="silver without the age, noted", weight=1)
def age_in_words(row: Row) -> bool:
    """An age that is not a number: `thirty`."""
    return row.note("age", row.rng.choice(("thirty", "unknown age", "3x")), "invalid_number")
