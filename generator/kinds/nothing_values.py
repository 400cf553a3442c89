"""No value, as spreadsheets, databases and people write it."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row

_PROGRAMS = (
    *("#N/A", "#NV", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "<NA>", "<null>", "NaT", "-nan"),
    *("(none)", "[NULL]", "(not set)", "(unknown)", "1.#QNAN", "__HIVE_DEFAULT_PARTITION__"),
)
_MARKS = ("?", "???", "...", "_", "---", "—", "*", "/")
_WORDS = (
    *("unknown", "UNKNOWN", "missing", "not set", "not available", "n.a.", "no data"),
    *("unspecified", "not provided", "n/d"),
)
_FREE = ("name", "city", "session_id")
"""Columns that take any text: a word may be a value there."""

_OF_THE_CONTRACT: dict[str, dict[str, tuple[str, ...]]] = {
    "events": {"session_id": ("unknown", "Missing", "not set")},
    "users": {"name": ("unknown", "UNKNOWN"), "city": ("unknown", "missing", "Not Available")},
}


@value(weight=3)
def nothing_by_program(row: Row) -> bool:
    """No value as programs write it: `#N/A`, `<NA>`, `NaT`, `(none)`, `1.#QNAN`."""
    column = row.pick(*row.table.optional)
    return column is not None and row.put(column, row.rng.choice(_PROGRAMS), None)


@value()
def nothing_by_marks(row: Row) -> bool:
    """Marks alone: `?`, `...`, `---`."""
    column = row.pick(*row.table.optional)
    return column is not None and row.put(column, row.rng.choice(_MARKS), None)


@value(weight=3)
def nothing_by_word(row: Row) -> bool:
    """A word in a column where no word is a value: `unknown`, `missing`, `not set`."""
    column = row.pick(*(c for c in row.table.optional if c not in _FREE))
    return column is not None and row.put(column, row.rng.choice(_WORDS), None)


@value(("events", "users"))
def nothing_by_word_of_the_contract(row: Row) -> bool:
    """A word that the contract calls no value: `unknown` for a name, `missing` for a city."""
    words = _OF_THE_CONTRACT[row.layout.dataset]
    column = row.pick(*words)
    return column is not None and row.put(column, row.rng.choice(words[column]), None)


@value(("users",), weight=1)
def word_that_is_a_name(row: Row) -> bool:
    """A word that means nothing elsewhere, but may be a name: `Missing`, `Null Island`."""
    text = row.rng.choice(("Missing", "Blank", "Nat", "Null Island"))
    return row.pick("name") is not None and row.put("name", text, text)


@value(expected="quarantined missing")
def required_value_that_is_nothing(row: Row) -> bool:
    """A required column with an error of a spreadsheet, or marks: `#N/A`, `<NA>`, `?`."""
    column = row.pick(*row.table.required)
    text = row.rng.choice((*_PROGRAMS, *_MARKS))
    return column is not None and row.refuse(column, text, "missing")
