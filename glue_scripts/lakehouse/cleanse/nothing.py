"""The ways in which systems and people write that there is no value."""

from __future__ import annotations

from contracts import Column as Spec
from contracts import allowed_values

# What programs write; nobody and no place is called so. In any letter case, in any column.
ERRORS = (
    "#n/a", "#n/a n/a", "#na", "#n/d", "#nv", "#value!", "#ref!", "#name?", "#div/0!", "#num!",
    "#null!", "#error!", "#spill!", "#calc!", "#field!", "#getting_data", "#wert!", "#bezug!",
    "#zahl!", "#valeur!", "#valor!", "#¡valor!", "#valore!", "#rif!", "#nom?", "#nombre?", "#nome?",
    "#arg!", "#adr!", "#liczba!",
)  # fmt: skip
NOTHING = (
    "", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)",
    *(f"{left}{word}{right}" for left, right in ("<>", "()", "[]", "{}")
      for word in ("na", "n/a", "null", "none", "nil", "nan", "empty", "blank", "unset", "not set",
                   "undefined", "unknown", "missing", "not provided", "not available")),
    "\\\\n", "[]", "{}", "''", '""', "-nan", "+nan", "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#qnan",
    "1.#ind", "-1.#ind", "__hive_default_partition__", "__null__", *ERRORS,
)  # fmt: skip
# What people write; a name or a town may be called so, but no number, date, code or address.
WORDS = (
    "unknown", "missing", "empty", "blank", "unset", "unspecified", "nat", "n.a.", "n. a.", "n.a",
    "n/d", "n.d.", "not set", "not available", "not applicable", "not specified", "not provided",
    "not given", "no value", "no data",
)  # fmt: skip
ANYWHERE = frozenset(NOTHING)
WHERE_NO_WORD_IS_A_VALUE = ANYWHERE | frozenset(WORDS)
# As pandas writes it; `Nat` is a name.
EXACT = "NaT"
# Marks without a letter or digit between them: `?`, `...`, a dash of any length.
MARKS = "[-\u2010-\u2015\u2212._?*/~\u2026]+"


def nothing(spec: Spec) -> frozenset[str]:
    """The words, in lower case, that mean no value in a column.

    Values that the column allows are values: `NA` is Namibia.
    """
    words = ANYWHERE if is_free(spec) else WHERE_NO_WORD_IS_A_VALUE
    return words.union(word.lower() for word in spec.no_value).difference(allowed_words(spec))


def allowed_words(spec: Spec) -> set[str]:
    """The allowed values of a column and their synonyms, in lower case."""
    allowed = allowed_values(spec) or {}
    return {word.lower() for code, words in allowed.items() for word in (code, *words)}


def is_free(spec: Spec) -> bool:
    """Whether a column takes any text: neither form nor choice says which one is a value."""
    formed = spec.pattern or spec.format or allowed_values(spec) is not None
    return spec.type == "string" and not formed
