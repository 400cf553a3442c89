"""What a file shows of the way its values are written: it settles what one value leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from datetime import datetime
from typing import Any

import pyarrow as pa

from contracts import Column as Spec
from contracts import Contract
from lakehouse.cleanse import decimal_marks, timestamps
from lakehouse.cleanse.clues import Clues, Shown
from lakehouse.cleanse.timestamps.settle import FORM

# Column -> aspect -> sorted list, as JSON has it; the aspect `native` is true or missing.
Shows = dict[str, dict[str, Any]]
Look = Callable[[pa.Array, Spec, datetime, Shown], Shown]
NATIVE = "native"
# Usual values show no more than that they are there; alone they are not worth a word.
# What may contradict what a producer says, in words.
SAID = {
    ".": "a decimal point",
    ",": "a decimal comma",
    "day": "the day first",
    "day_points": "the day first",
    "month": "the month first",
    "month_points": "the month first",
}
RIVALS = frozenset(SAID)
NOTHING_SPECIAL = frozenset((timestamps.OTHER,))


class Evidence:
    """What the columns of a file show; it grows with every part of the file that is looked at."""

    def __init__(self, contract: Contract) -> None:
        self._columns = telling(contract)
        self._stated = {c.name: {_aspect(c): set(c.stated)} for c in self._columns if c.stated}
        self.forget()

    @classmethod
    def kept(cls, contract: Contract, shows: Shows) -> Evidence:
        """From a line of the ledger (`shows`)."""
        found = cls(contract)
        for column, aspects in shows.items():
            found._note(column, {a: set(v) for a, v in aspects.items() if a != NATIVE})
            if aspects.get(NATIVE):
                found._numbers.add(column)
        return found

    @classmethod
    def of(cls, parts: Iterable[pa.Table], contract: Contract) -> Evidence:
        """From the bronze records of one file, which do not say what came as a number."""
        found = cls(contract)
        for part in parts:
            if part.num_rows:
                found.look(part, part["_arrived_at"][0].as_py())
        return found

    def forget(self) -> None:
        """Starts again from nothing."""
        self._shown: dict[str, dict[str, set[str]]] = {}
        self._numbers: set[str] = set()
        self._texts: set[str] = set()

    def look(self, rows: pa.Table, arrived: datetime, native: Set[str] = frozenset()) -> None:
        """Takes the next part of the file.

        Args:
            rows: its columns, in texts; those that the contract does not know do not matter.
            arrived: when the file came.
            native: the columns whose values all came as numbers of the format.
        """
        for spec in self._columns:
            column = rows[spec.name]
            if column.null_count == len(column):
                continue
            (self._numbers if spec.name in native else self._texts).add(spec.name)
            if look := LOOKS.get(spec.type.partition("(")[0]):
                for chunk in column.chunks:
                    self._note(
                        spec.name, look(chunk, spec, arrived, self._shown.get(spec.name, {}))
                    )

    def shows(self) -> Shows:
        """As the ledger keeps it."""
        found: Shows = {}
        for column, aspects in self._shown.items():
            for aspect, seen in sorted(aspects.items()):
                if seen - NOTHING_SPECIAL:
                    found.setdefault(column, {})[aspect] = sorted(seen)
        for column in self._numbers - self._texts:
            found.setdefault(column, {})[NATIVE] = True
        return dict(sorted(found.items()))

    def clues(self, column: str) -> Clues:
        """What helps to understand the values of a column."""
        native = self._numbers - self._texts
        file: dict[str, set[str]] = {}
        for name, aspects in self._shown.items():
            for aspect, seen in aspects.items():
                # Numbers of the format have a point, whatever the texts beside them have.
                if aspect != decimal_marks.ASPECT or name not in native:
                    file.setdefault(aspect, set()).update(seen)
        stated = self._stated.get(column, {})
        return Clues(self._shown.get(column, {}), file, column in native, stated)

    def contradictions(self) -> list[str]:
        """Where the file shows another way of writing than its producer says, in sentences."""
        told = []
        for column, stated in self._stated.items():
            for aspect, said in stated.items():
                clues = self.clues(column)
                shown = clues.own.get(aspect, frozenset()) & RIVALS
                if shown - said and not clues.native:
                    told.append(
                        f"{column}: the producer says {_words(said)}, the file shows "
                        f"{_words(shown - said)}: values that may be either are quarantined"
                    )
        return told

    def _note(self, column: str, shown: Shown) -> None:
        for aspect, seen in shown.items():
            if seen:
                self._shown.setdefault(column, {}).setdefault(aspect, set()).update(seen)


def _aspect(spec: Spec) -> str:
    return decimal_marks.ASPECT if spec.is_number else FORM


def _words(labels: Set[str]) -> str:
    return " and ".join(dict.fromkeys(SAID[label] for label in sorted(labels)))


def telling(contract: Contract) -> list[Spec]:
    """The columns whose values may be written in more than one way."""
    return [c for c in contract.columns if c.type != "string"]


# Type of a column, without digits -> what looks at its values.
LOOKS: dict[str, Look] = {
    "decimal": decimal_marks.shown,
    "integer": decimal_marks.shown,
    "bigint": decimal_marks.shown,
    "date": timestamps.shown,
    "timestamp": timestamps.shown,
}
