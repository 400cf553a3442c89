"""What a source contract expects where a value was not as it should be, in a few words."""

from __future__ import annotations

from contracts.load import allowed_values
from contracts.model import IDENTIFIER_LENGTH, Column, Contract

LISTED, MANY = 8, 50

WORDS = {
    "missing": "a value",
    "invalid_number": "a number",
    "ambiguous_number": "a number that can be read one way only, such as 1234.56",
    "invalid_timestamp": "a date, such as 2025-03-01T12:34:56Z",
    "ambiguous_timestamp": "a date that can be read one way only, such as 2025-03-01",
}

FORMS = {
    "identifier": f"an identifier: at most {IDENTIFIER_LENGTH} characters, all of its digits there",
    "phone": "a phone number",
}


def expected(contract: Contract, reason: str) -> str | None:
    """What would have been right instead of what a reason such as `amount:too_precise` is about.

    Returns:
        None for reasons that no contract decides, such as `ragged_row`.
    """
    name, _, code = reason.rpartition(":")
    column = next((c for c in contract.columns if c.name == name), None)
    if column is None:
        rules = {r.name: r.description.rstrip(".") for r in contract.rules}
        return rules.get(code)
    return _of(column, code) or WORDS.get(code)


def _of(column: Column, code: str) -> str | None:
    if code == "bad_format":
        return f"the form {column.pattern}" if column.pattern else FORMS.get(column.format or "")
    if code == "not_allowed":
        return _one_of(column)
    if code == "out_of_range":
        return _range(column)
    if code == "too_precise" and column.is_decimal:
        return f"at most {column.precision[1]} decimals"
    if code == "currency_conflict":
        return column.currency or f"the currency that column {column.currency_column} says"
    return None


def _one_of(column: Column) -> str:
    values = list(allowed_values(column) or ())
    if len(values) > MANY:
        return f"one of the {len(values)} codes of {column.allowed_from}"
    more = ", …" if len(values) > LISTED else ""
    return f"one of {', '.join(values[:LISTED])}{more}"


def _range(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"at least {low}" if high is None else f"at most {high}"
