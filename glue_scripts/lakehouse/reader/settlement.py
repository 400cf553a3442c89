"""What was settled while a file was read, where several places say what a record's value is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from lakehouse.reader import contested, lost_letters, parts_only
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.layout import Layout
from lakehouse.reader.parts_only import PartsOnly
from lakehouse.reader.records import Records


class Settlement:
    """Completes records with the values of their folders, and keeps count of who disagrees."""

    def __init__(self, folders: FolderValues, layout: Layout) -> None:
        self._folders, self._parts_only = folders, PartsOnly(layout)
        self._parts: Counter[str] = Counter()
        self._disputes: Counter[str] = Counter()
        self._lost: Counter[tuple[str, str]] = Counter()

    def of(self, records: Records) -> Records:
        """The same records, complete."""
        if (disputed := records.columns.get(contested.DISPUTED)) is not None:
            self._disputes += contested.count(disputed)
            columns = {n: v for n, v in records.columns.items() if n != contested.DISPUTED}
            records = replace(records, columns=columns)
        self._lost += lost_letters.count(records.columns)
        self._parts += self._parts_only.count(records.columns)
        return self._folders.fill(records)

    def forget(self) -> None:
        """Reading starts again."""
        self._disputes.clear()
        self._lost.clear()
        self._parts.clear()
        self._folders.forget()

    def notes(self) -> list[str]:
        """In sentences."""
        lost = lost_letters.notes(self._lost)
        settled = [*self._folders.notes(), *contested.notes(self._disputes)]
        return [*settled, *parts_only.notes(self._parts), *lost]
