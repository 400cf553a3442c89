"""Amounts with a decimal comma that nobody quoted, where commas divide: `12,50` is two fields.

The record is longer by one, unless its last field is left out as well: then everything behind the
amount stands in the wrong column, and the amount lacks its cents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column, Contract, allowed_values

COMMA = ","
# Farther right the expression would take more memory than its engine grants.
MOST_BEFORE = 200
FIELD = r'(?:\s*"(?:[^"]|"")*"\s*|[^",]*)'
UNITS = r'[^0-9",]{0,4}[0-9]{1,3}(?:[ .\']?[0-9]{3})*|[^0-9",]{0,4}[0-9]+'
CENTS = r'\s*[0-9]{1,2}(?:\s*[^\s0-9",]{1,4})?\s*'
TWO_DIGITS = CENTS.replace("{1,2}", "{2}")
SOME_DIGITS = [f"{n:0{width}d}" for width in (1, 2) for n in range(10**width)]


@dataclass(frozen=True)
class Amounts:
    """The columns of a dataset that hold decimal numbers, and those in which cents are no value."""

    amounts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    digitless: frozenset[str] = frozenset()

    @classmethod
    def of(cls, contract: Contract) -> Amounts:
        """Those of a source contract."""
        columns = contract.columns
        return cls(
            frozenset(c.name for c in columns if c.is_decimal and c.precision[1]),
            frozenset(c.name for c in columns if c.is_number),
            frozenset(c.name for c in columns if not _takes_digits(c)),
        )


def _takes_digits(column: Column) -> bool:
    """Whether one or two digits may be a value."""
    if column.type in ("date", "timestamp") or column.format == "phone":
        return False
    if (allowed := allowed_values(column)) is not None:
        return any(
            word in SOME_DIGITS for code, words in allowed.items() for word in (code, *words)
        )
    return not column.pattern or any(re.match(column.pattern, text) for text in SOME_DIGITS)


class SplitAmounts:
    """Finds such records below a header.

    Args:
        placed: the contract column of each field.
        amounts: the dataset's columns.
        delimiter: what divides fields.
        longer: records of the beginning with one field more than the header.
    """

    def __init__(
        self,
        placed: Sequence[str | None],
        amounts: Amounts,
        delimiter: str,
        longer: Sequence[Sequence[str]] = (),
    ) -> None:
        sure = amounts.digitless
        pairs = [
            (i, placed[i + 1])
            for i, column in enumerate(placed[:-1])
            if delimiter == COMMA and i < MOST_BEFORE and column in amounts.amounts
        ]
        shown = bool(longer) and all(any(_is_split(row, i) for i, _ in pairs) for row in longer)
        self._behind = [str(name) for _, name in pairs if name in sure]
        self._shown = shown and any(name not in amounts.numbers for _, name in pairs)
        self._patterns = [
            rf"^(?:{FIELD},){{{i}}}(?:{UNITS}),{CENTS if name in sure else TWO_DIGITS}(?:,|$)"
            for i, name in pairs
            if name in sure or (shown and name not in amounts.numbers)
        ]

    def may_be_among(self, columns: Mapping[str, pa.Array]) -> bool:
        """Whether a look at the columns behind amounts cannot rule it out."""
        return self._shown or any(
            pc.any(pc.match_substring_regex(columns[name], f"^{CENTS}$")).as_py()
            for name in self._behind
            if name in columns
        )

    def among(self, texts: pa.Array) -> pa.Array | None:
        """Which records have an amount in two fields; None where none can."""
        found = [pc.match_substring_regex(texts, pattern) for pattern in self._patterns]
        return reduce(pc.or_, found) if found else None


def _is_split(row: Sequence[str], i: int) -> bool:
    return bool(re.fullmatch(UNITS, row[i].strip()) and re.fullmatch(TWO_DIGITS, row[i + 1]))
