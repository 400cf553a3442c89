"""Numbers that cannot be used: not numbers, ambiguous, out of range."""

from __future__ import annotations

from generator.kinds.number_values import PRICED, SIGNS, column_of, marked, small
from generator.kinds.values import value
from generator.row import Row


@value(PRICED, expected="quarantined invalid_number")
def number_uneven_groups(row: Row) -> bool:
    """Groups that nobody writes: `1234,567.89`, `12 34`, `1.23.456,78`."""
    text = row.rng.choice(
        ("12,3456.78", "12,34,56", "1234,567.89", "12 34", "1 234 56", "1.23.456,78", "1'2345")
    )
    return row.refuse(column_of(row), text, "invalid_number")


@value(PRICED, expected="quarantined out_of_range", weight=1)
def number_repeated_groups(row: Row) -> bool:
    """The same mark more than once, `1,234,567`: thousands, and beyond the allowed range."""
    text = f"{row.rng.randrange(1_000_000_001, 9_999_999_999):,}"
    text = row.rng.choice((text, text.replace(",", ".")))
    return row.refuse(column_of(row), text, "out_of_range")


@value(PRICED, expected="as the file writes its other numbers, else quarantined ambiguous_number")
def ambiguous_number(row: Row) -> bool:
    """`1,234`, `19.990`: thousands or decimals, only the other numbers of the file can say."""
    mark = "," if row.layout.is_json and row.layout.bare_numbers else row.rng.choice(",.")
    end = row.rng.choice((f"{row.rng.randrange(1000):03d}", f"{row.rng.randrange(100):02d}0"))
    if not row.put(column_of(row), f"{row.rng.randrange(1, 1000)}{mark}{end}", None):
        return False
    row.open = column_of(row)
    return True


@value(PRICED, expected="quarantined too_precise")
def too_precise(row: Row) -> bool:
    """More decimals than the column has, other than zeros: `1.2345`, `0.123`."""
    digits = f"{row.rng.randrange(100):02d}5"
    whole = row.rng.choice(("0", "1234", f"{row.rng.randrange(1, 1000)}.1"))
    text = f"{whole}{'' if '.' in whole else '.'}{digits}"
    return row.refuse(column_of(row), text, "too_precise")


@value(PRICED, expected="quarantined invalid_number")
def invalid_number(row: Row) -> bool:
    """Not a number: `free`, `12..5`."""
    text = row.rng.choice(("free", "tbd", "12..5", "abc", "1.2.3x"))
    return row.refuse(column_of(row), text, "invalid_number")


@value(PRICED, expected="a refund of transactions; of events quarantined out_of_range")
def negative_number(row: Row) -> bool:
    """A negative amount: `-12.50`."""
    whole, cents = small(row)
    return _negative(row, f"-{whole}.{cents:02d}", whole * 100 + cents)


def _negative(row: Row, text: str, cents: int) -> bool:
    if row.layout.dataset == "transactions":
        return row.put("amount", text, -cents)
    return row.refuse(column_of(row), text, "out_of_range")


@value(PRICED, expected="a refund of transactions; of events quarantined out_of_range", weight=1)
def negative_otherwise(row: Row) -> bool:
    """Negative by brackets, a minus behind, or a minus sign: `(12.50)`, `12.50-`, `−12.50`."""
    whole, cents = small(row)
    form = row.rng.choice(("({})", "{}-", "−{}", "- {}"))
    return _negative(row, form.format(f"{whole}.{cents:02d}"), whole * 100 + cents)


@value(PRICED, expected="quarantined out_of_range", weight=1)
def huge_number(row: Row) -> bool:
    """Far more than anybody pays: `99999999999.99`."""
    text = f"{row.rng.randrange(10**10, 10**11)}.{row.rng.randrange(100):02d}"
    return row.refuse(column_of(row), text, "out_of_range")


@value(PRICED, expected="quarantined out_of_range", weight=1)
def thirty_digit_number(row: Row) -> bool:
    """A number of 30 digits, in JSON as a JSON number: more than a float or integer holds."""
    text = str(row.rng.randrange(10**29, 10**30))
    return row.refuse(column_of(row), text, "out_of_range")


@value(("transactions",), weight=1)
def zero_amount(row: Row) -> bool:
    """Nothing was to be paid: `0.00`."""
    return row.put("amount", row.rng.choice(("0", "0.00")), 0)


@value(("transactions",), weight=1)
def currency_without_decimals(row: Row) -> bool:
    """An amount in yen or won: `1200 JPY`."""
    code, amount = row.rng.choice(("JPY", "KRW")), row.rng.randrange(1, 1_000)
    text = row.rng.choice((f"{amount}", f"{amount}.00"))
    fit = row.can_write("amount") and row.put("currency", code, code)
    return fit and row.put("amount", text, amount * 100)


@value(("transactions",), expected="quarantined too_precise", weight=1)
def more_decimals_than_the_currency(row: Row) -> bool:
    """An amount with more decimals than its currency has: `12.50 JPY`."""
    whole, _ = small(row)
    fit = row.can_write("amount") and row.put("currency", "JPY", "JPY")
    return fit and row.refuse("amount", f"{whole}.50", "too_precise")


@value(PRICED, expected="quarantined currency_conflict")
def currency_conflict(row: Row) -> bool:
    """The amount carries the mark of another currency than the record's or the contract's."""
    own = row.truth.get("currency", "EUR")
    other = row.rng.choice([c for c in ("EUR", "USD", "GBP", "PLN") if c != own])
    return _in_another_currency(row, row.rng.choice((other, SIGNS[other][0])))


@value(PRICED, expected="quarantined currency_conflict", weight=1)
def sign_of_a_currency_that_nobody_pays_with(row: Row) -> bool:
    """A sign of a currency that no record is in: `R$ 10.50`, `¥12.50`, `12.50 ₹`."""
    return _in_another_currency(row, row.rng.choice(("R$", "C$", "A$", "¥", "₹", "JPY", "CAD")))


def _in_another_currency(row: Row, mark: str) -> bool:
    whole, cents = small(row)
    return row.refuse(
        column_of(row), marked(row, f"{whole}.{cents:02d}", mark), "currency_conflict"
    )


@value(("users",), expected="silver without the age, noted")
def impossible_age(row: Row) -> bool:
    """An age nobody has: `-5`, `0`, `7`, `150`, `999`."""
    return row.note("age", row.rng.choice(("-5", "0", "7", "121", "150", "999")), "out_of_range")


@value(("users",), expected="silver without the age, noted", weight=1)
def age_in_words(row: Row) -> bool:
    """An age that is not a number: `thirty`."""
    return row.note("age", row.rng.choice(("thirty", "unknown age", "3x")), "invalid_number")
