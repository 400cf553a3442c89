"""Numbers as people and programs write them."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row

PRICED = ("events", "transactions")
SIGNS = {
    "EUR": ("€", "Euro", "eur"),
    "USD": ("$", "US$", "usd"),
    "GBP": ("£", "gbp"),
    "PLN": ("zł", "pln"),
    "SEK": ("kr", "kr.", "sek"),
    "CHF": ("CHF", "SFr.", "Fr."),
}


def column_of(row: Row) -> str:
    """The column with the money."""
    return "price" if row.layout.dataset == "events" else "amount"


def _write(row: Row, text: str, cents: int) -> bool:
    return row.put(column_of(row), text, cents)


def _thousands(row: Row) -> tuple[int, int]:
    """Whole units of one to nine thousand, and cents that are not zero."""
    return row.rng.randrange(1_000, 10_000), row.rng.randrange(1, 100)


def small(row: Row) -> tuple[int, int]:
    """Whole units below a thousand, and cents that are not zero."""
    return row.rng.randrange(1, 1_000), row.rng.randrange(1, 100)


@value(PRICED)
def number_thousands_separators(row: Row) -> bool:
    """Thousands marks together with another decimal mark: `1,234.56`, `1.234,56`."""
    whole, cents = _thousands(row)
    english = f"{whole:,}.{cents:02d}"
    swap = english.translate(str.maketrans(",.", ".,"))
    return _write(row, row.rng.choice((english, swap)), whole * 100 + cents)


@value(PRICED)
def number_groups_by_space_or_apostrophe(row: Row) -> bool:
    """Groups of three divided by a space or an apostrophe: `1 234,56`, `1’234.56`, `1 234`."""
    whole, cents = _thousands(row)
    groups = row.rng.choice((" ", "'", "\u00a0", "’", "\u2009"))
    head = f"{whole:,}".replace(",", groups)
    if row.rng.random() < 0.3:
        return _write(row, head, whole * 100)
    return _write(row, f"{head}{row.rng.choice('.,')}{cents:02d}", whole * 100 + cents)


@value(PRICED, weight=1)
def number_groups_by_narrow_space(row: Row) -> bool:
    """Groups divided by a narrow no-break space (U+202F), as French programs do."""
    whole, cents = _thousands(row)
    head = f"{whole:,}".replace(",", "\u202f")
    return _write(row, f"{head},{cents:02d}", whole * 100 + cents)


@value(weight=1)
def number_quoted_in_json(row: Row) -> bool:
    """A number in quotes, in a JSON file whose other numbers are none."""
    column = row.pick(*row.table.decimals, *row.table.integers)
    if column is None or not row.layout.is_json or not row.layout.bare_numbers:
        return False
    row.quoted.add(column)
    return row.put(column, row.text[column], row.truth[column])


@value(PRICED)
def number_decimal_comma(row: Row) -> bool:
    """A decimal comma with one or two digits behind it: `12,5`, `12,50`."""
    whole, cents = small(row)
    if row.rng.random() < 0.5:
        return _write(row, f"{whole},{cents // 10}", whole * 100 + cents // 10 * 10)
    return _write(row, f"{whole},{cents:02d}", whole * 100 + cents)


def marks_of(row: Row) -> tuple[str, ...]:
    """Signs and code of the currency that the record is in; the list price of events is in EUR."""
    code = str(row.truth.get("currency", "EUR"))
    return (*SIGNS[code], code)


def marked(row: Row, number: str, mark: str) -> str:
    """A number with a mark before or behind it."""
    gap = row.rng.choice(("", " "))
    return row.rng.choice((f"{mark}{gap}{number}", f"{number}{gap}{mark}"))


@value(PRICED, weight=3)
def number_with_currency(row: Row) -> bool:
    """A currency mark before or behind the number: `€ 12.50`, `12.50 EUR`, `SFr.12.50`."""
    whole, cents = small(row)
    text = marked(row, f"{whole}.{cents:02d}", row.rng.choice(marks_of(row)))
    return _write(row, text, whole * 100 + cents)


@value(PRICED)
def number_price_tag(row: Row) -> bool:
    """Whole units as shops write them: `12,-`, `12.— €`, `EUR 12,--`."""
    whole, _ = small(row)
    number = f"{whole}{row.rng.choice('.,')}{row.rng.choice(('-', '--', '—'))}"
    gap = row.rng.choice(("", " "))
    mark = row.rng.choice(marks_of(row))
    text = row.rng.choice((number, f"{number} {mark}", f"{mark}{gap}{number}"))
    return _write(row, text, whole * 100)


@value(PRICED, weight=1)
def number_exponent(row: Row) -> bool:
    """An exponent: `1.5e2`, `1e3`."""
    digits = row.rng.randrange(10, 100)
    text = f"{digits // 10}.{digits % 10}{row.rng.choice('eE')}2"
    return _write(row, text, digits * 1000)


@value(PRICED, weight=1)
def number_plain_variants(row: Row) -> bool:
    """A plus sign, no digit before or behind the point: `+12.5`, `.5`, `5.`."""
    whole, cents = small(row)
    text, meant = row.rng.choice(
        (
            (f"+{whole}.{cents:02d}", whole * 100 + cents),
            (f".{cents:02d}", cents),
            (f"{whole}.", whole * 100),
        )
    )
    return _write(row, text, meant)


@value(PRICED)
def number_trailing_zeros(row: Row) -> bool:
    """More decimals than the column has, but zeros: `19.9900`, also as a JSON number."""
    whole, cents = small(row)
    return _write(row, f"{whole}.{cents:02d}{'0' * row.rng.randrange(2, 5)}", whole * 100 + cents)


@value(PRICED, weight=1)
def number_indian_groups(row: Row) -> bool:
    """Lakhs: three digits at the end, two in each group before: `1,23,456.78`."""
    lakhs, thousands, rest = (
        row.rng.randrange(1, 10),
        row.rng.randrange(100),
        row.rng.randrange(1000),
    )
    whole, cents = lakhs * 100_000 + thousands * 1_000 + rest, row.rng.randrange(100)
    return _write(row, f"{lakhs},{thousands:02d},{rest:03d}.{cents:02d}", whole * 100 + cents)


@value(("users",), weight=1)
def age_with_decimal_zero(row: Row) -> bool:
    """A whole number with a decimal zero, as spreadsheets write it: `34.0`."""
    age = row.rng.randrange(18, 90)
    return row.put("age", f"{age}.0", age)
