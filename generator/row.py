"""One record while defects are put into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from generator.layout import Layout
from generator.tables import Table, Value, table


@dataclass
class Row:
    """What a record really says (`truth`), what is written (`text`), and what must come of it."""

    truth: dict[str, Value]
    text: dict[str, str | None]
    layout: Layout
    rng: Random
    kinds: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    quoted: set[str] = field(default_factory=set)
    """Columns written as JSON texts although they hold numbers."""
    changed: set[str] = field(default_factory=set)
    why: str = ""
    open: str = ""
    """The column of a number that the file as a whole settles, when all of it is written."""

    @property
    def table(self) -> Table:
        """Names and types of the record's dataset."""
        return table(self.layout.dataset)

    def can_write(self, column: str) -> bool:
        """Whether free text can be written to a column of this file."""
        if not self.layout.has(column):
            return False
        # Days of a spreadsheet are read in a column of nothing else.
        if self.layout.time_form == "serial" and column in self.table.timestamps:
            return False
        return not self.layout.typed or column.startswith("+") or column in self.table.texts

    def put(self, column: str, text: str | None, truth: Value) -> bool:
        """Writes a text that means `truth`; false if this file cannot hold it."""
        if not self.can_write(column) or not self.layout.can_spell(text or ""):
            return False
        if not (text or "").strip():
            truth = self._said_elsewhere(column, truth)
        self.text[column] = text
        self.changed.add(column)
        if column in self.truth:
            self.truth[column] = truth
        return True

    def _said_elsewhere(self, column: str, truth: Value) -> Value:
        """What another column of the same meaning, or the folder, says in place of a blank."""
        if self.text.get(self.layout.twins.get(column, "")):
            return self.truth[column]
        return self.layout.constants.get(column, truth)

    def refuse(self, column: str, text: str | None, code: str) -> bool:
        """Writes a text for which the record must be quarantined."""
        done = self.put(column, text, None)
        if done:
            self.reasons.append(f"{column}:{code}")
        return done

    def note(self, column: str, text: str, code: str) -> bool:
        """Writes a text that must become null, with a note."""
        done = self.put(column, text, None)
        if done:
            self.notes.append(f"{column}:{code}")
        return done

    def pick(self, *columns: str) -> str | None:
        """One of the columns that this file has, that hold text and a value here."""
        fit = [c for c in columns if self.can_write(c) and self.truth.get(c) is not None]
        return self.rng.choice(fit) if fit else None
