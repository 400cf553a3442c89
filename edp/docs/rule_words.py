"""Says in words what a contract asks of a column."""

from __future__ import annotations

from collections.abc import Iterable

from contracts import IDENTIFIER_LENGTH, Column, allowed_values, load

_FORMATS = {
    "identifier": f"an identifier of any form, at most {IDENTIFIER_LENGTH} characters",
    "phone": "a telephone number: `+`, the code of its country and digits, or digits alone",
}
_CASES = {"upper": "upper case", "lower": "lower case"}


def type_words(column: Column) -> str:
    """The type for readers who know no database."""
    if column.is_decimal:
        digits, decimals = column.precision
        return f"exact number, {decimals} decimals (`decimal({digits},{decimals})`)"
    return {
        "string": "text",
        "integer": "whole number",
        "bigint": "whole number (`bigint`)",
        "boolean": "true or false",
        "date": "date",
        "timestamp": "moment (UTC)",
    }[column.type]


def rule_words(column: Column) -> str:
    """All rules of a column, as one sentence per rule; empty if there is none."""
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in _sentences(column))


def alias_words(column: Column) -> str:
    """The names under which producers send the column."""
    return "Also arrives as " + ", ".join(f"`{a}`" for a in column.aliases) + "."


def _sentences(column: Column) -> Iterable[str]:
    yield from _standing(column)
    yield from _cleaning(column)
    yield from _range(column)
    yield from _allowed(column)
    if column.currency_column:
        yield f"a currency mark in it must agree with `{column.currency_column}`"
    if column.currency:
        yield f"a currency mark in it must mean {column.currency}"
    if column.null_if_invalid:
        yield "a value that cannot be used becomes null and is noted in `_issues`"


def _standing(column: Column) -> Iterable[str]:
    if column.parent:
        yield f"the `{column.parent}` of the record in which it stands"
    if column.key:
        yield "**Key**"
    elif column.required:
        yield "required"
    if column.personal:
        yield "**Personal data**"
    if column.refers_to:
        yield f"refers to `{column.refers_to}`"


def _cleaning(column: Column) -> Iterable[str]:
    if column.letter_case:
        yield f"set in {_CASES[column.letter_case]}"
    if column.format:
        yield _FORMATS.get(column.format, f"in the form of `{column.format}`")
    if column.country_column:
        yield f"numbers of a country are read by `{column.country_column}`"
    if column.decimal_mark:
        yield f"`{column.decimal_mark}` is the decimal mark where a file does not show one"
    if column.no_value:
        yield f"no value is also {', '.join(f'`{word}`' for word in column.no_value)}"
    if column.pattern:
        yield f"matches `{column.pattern}`"


def _range(column: Column) -> Iterable[str]:
    if column.minimum is not None and column.maximum is not None:
        yield f"from {column.minimum} to {column.maximum}"
    elif column.minimum is not None:
        yield f"at least {column.minimum}"
    elif column.maximum is not None:
        yield f"at most {column.maximum}"


def _allowed(column: Column) -> Iterable[str]:
    if column.allowed_from:
        table = load(column.allowed_from)
        yield f"one of the {len(table.members)} codes or names of `{column.allowed_from}`"
        return
    # Usual words for true and false need no telling at each column.
    allowed = column.allowed if column.type == "boolean" else allowed_values(column)
    if allowed:
        yield "one of " + ", ".join(_with_synonyms(v, s) for v, s in allowed.items())


def _with_synonyms(value: str, synonyms: tuple[str, ...]) -> str:
    also = f" (also {', '.join(f'`{s}`' for s in synonyms)})" if synonyms else ""
    return f"`{value}`{also}"
