"""Text as people and programs write it: null spellings, casing, synonyms, unusable values."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row
from generator.tables import synonyms

_NULLS = (
    *("null", "NULL", "Null", "None", "NaN", "n/a", "N/A", "nil", "undefined"),
    *("-", "--", "\\N", "(null)", "   ", "na"),
)
_RUBBISH = ("4.50789E+14", "1E+15", "9.0071992547409E+18", "########", "x" * 256)
_LISTED = {
    "events": ("event_type", "country", "device"),
    "transactions": ("status", "currency", "payment_method", "country"),
    "users": ("country",),
}


def _null(row: Row, column: str) -> str:
    """A spelling of no value; `na` is a country."""
    return row.rng.choice(_NULLS[:-1] if column == "country" else _NULLS)


@value(weight=6)
def null_spelling(row: Row) -> bool:
    """No value, spelled out: `NULL`, `n/a`, `-`, a backslash and n."""
    column = row.pick(*row.table.optional)
    return column is not None and row.put(column, _null(row, column), None)


@value(expected="quarantined missing", weight=1)
def missing_key(row: Row) -> bool:
    """The key has no value."""
    key = row.table.key
    if row.layout.is_json and row.rng.random() < 0.4:
        row.left_out.add(key)
    return row.refuse(key, row.rng.choice((None, "null", "")), "missing")


@value(expected="quarantined missing")
def missing_value(row: Row) -> bool:
    """A required column has no value."""
    column = row.pick(*(c for c in row.table.required if c != row.table.key))
    if column is None:
        return False
    if row.layout.is_json and row.rng.random() < 0.4:
        row.left_out.add(column)
    return row.refuse(column, row.rng.choice((None, "", _null(row, column))), "missing")


@value()
def absent_json_key(row: Row) -> bool:
    """An optional key that a JSON record leaves out."""
    column = row.pick(*row.table.optional) if row.layout.is_json else None
    if column is None:
        return False
    row.left_out.add(column)
    return row.put(column, None, None)


@value(weight=1)
def country_namibia(row: Row) -> bool:
    """The country `NA`, which is not a null."""
    return row.put("country", "NA", "NA")


@value(expected="quarantined bad_format")
def bad_key_format(row: Row) -> bool:
    """A key that is rubbish: a spreadsheet rounded it or had no room for it; text without end."""
    return row.refuse(row.table.key, row.rng.choice(_RUBBISH), "bad_format")


@value(("events", "transactions"), expected="quarantined bad_format", weight=1)
def bad_reference_format(row: Row) -> bool:
    """A user or product that such a key should name."""
    column = row.pick("user_id", "product_id") if row.layout.dataset == "events" else "user_id"
    return column is not None and row.refuse(column, row.rng.choice(_RUBBISH), "bad_format")


@value(("events", "transactions"), expected="silver; the user is unknown in gold")
def orphan_user(row: Row) -> bool:
    """A well-formed number of a user who does not exist."""
    if row.truth["user_id"] is None:
        return False
    user = f"U{90_000_000 + row.rng.randrange(1_000_000)}"
    return row.put("user_id", user, user)


@value(("events", "transactions"), expected="silver; the user is unknown in gold", weight=1)
def number_of_a_user_as_float(row: Row) -> bool:
    """The whole number of a user who does not exist, as it comes out of a float: `81234567.0`."""
    if row.truth["user_id"] is None:
        return False
    user = str(80_000_000 + row.rng.randrange(1_000_000))
    return row.put("user_id", row.rng.choice((f"{user}.0", f"8.{user[1:]}E+7")), user)


@value(("transactions",), expected="silver; a guest in gold", weight=2)
def guest(row: Row) -> bool:
    """An order without a customer: `guest`, the number 0 of shops, or nothing."""
    return row.put("user_id", row.rng.choice(("guest", "Guest", "0", "")), None)


@value(weight=4)
def casing(row: Row) -> bool:
    """Letter case that does not matter: `PAID`, `germany`, `Ada@Example.COM`."""
    column = row.pick(*_LISTED[row.layout.dataset], "email")
    if column is None:
        return False
    clean = str(row.truth[column])
    return row.put(column, clean.swapcase(), clean)


@value(weight=4)
def whitespace(row: Row) -> bool:
    """White space around a value, no-break space included, or doubled within it."""
    column = row.pick(*row.table.columns)
    if column is None or (row.layout.is_csv and row.layout.delimiter == "\t"):
        return False
    text = str(row.text[column])
    pads = ("  ", " ", "\t", "\u00a0")
    padded = f"{row.rng.choice(pads)}{text}{row.rng.choice(pads)}"
    if column in ("name", "city") and " " in text:
        padded = text.replace(" ", row.rng.choice(("  ", " \t ", "   ")), 1)
    return row.put(column, padded, row.truth[column])


@value(weight=3)
def synonym(row: Row) -> bool:
    """Another word for an allowed value: `completed`, `Germany`, `page_view`."""
    fit = []
    for column in _LISTED[row.layout.dataset]:
        words = synonyms(row.layout.dataset, column).get(str(row.truth[column]), ())
        fit += [(column, w) for w in words]
    fit = [(c, w) for c, w in fit if row.pick(c)]
    if not fit:
        return False
    column, word = row.rng.choice(fit)
    return row.put(column, word, row.truth[column])


@value(("events", "transactions"), expected="quarantined not_allowed")
def not_allowed(row: Row) -> bool:
    """A required value that is none of the allowed ones: status `lost`, currency `BTC`."""
    wrong = {
        "event_type": ("hover", "scroll"),
        "status": ("lost", "misplaced"),
        "currency": ("BTC",),
    }
    column = row.pick(*wrong)
    return column is not None and row.refuse(column, row.rng.choice(wrong[column]), "not_allowed")


@value(expected="silver without the value, noted")
def not_allowed_but_optional(row: Row) -> bool:
    """An optional value that is none of the allowed ones: country `Atlantis`."""
    wrong = {"country": "Atlantis", "device": "toaster", "payment_method": "barter"}
    column = row.pick(*wrong)
    return column is not None and row.note(column, wrong[column], "not_allowed")


@value(("users",), expected="silver without the e-mail, noted", weight=4)
def bad_email(row: Row) -> bool:
    """An unusable e-mail address: `ada@`, `ada.example.com`."""
    text = row.rng.choice(("ada@", "ada.example.com", "@example.com", "ada@@example.com", "a@b"))
    return row.note("email", text, "bad_format")


@value(weight=1)
def thirty_digits_in_an_unknown_column(row: Row) -> bool:
    """A number of 30 digits in a column the contract does not know: kept to the last digit."""
    return row.put("+campaign", str(row.rng.randrange(10**29, 10**30)), None)
