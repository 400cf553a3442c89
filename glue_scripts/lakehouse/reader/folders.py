"""What the folders of a file say of its records: below `country=DE/` every record is from DE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.contested import says
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records

# How Hive, and all who write like it, name the folder of records without a value.
NOTHING = "__HIVE_DEFAULT_PARTITION__"


@dataclass
class FolderValues:
    """Values by column of the contract; None where the folder says that there is none.

    The producer of the file says values in the same way (`usual`), and its folders know better.

    A folder speaks for a record that says nothing itself: it has no such column, or null or blanks
    in it. What a record says counts more than its folder.
    """

    values: dict[str, str | None] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    contradicted: Counter[str] = field(default_factory=Counter)
    usual: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folders: Iterable[str], layout: Layout) -> FolderValues:
        """The values of folders such as `country=DE`, from the outermost inwards."""
        found = cls(dict(layout.values), usual=dict(layout.values))
        for folder in folders:
            name, equals, written = folder.partition("=")
            column = layout.column(name)
            if equals and column:
                found._add(column, folder, written)
        return found

    def fill(self, records: Records) -> Records:
        """The same records with the values that only their folders say."""
        if not self.values or not len(records.numbers):
            return records
        columns = dict(records.columns)
        for column, value in self.values.items():
            columns[column] = self._filled(column, value, columns.get(column), len(records.numbers))
        return replace(records, columns=columns, native=records.native - set(self.values))

    def forget(self) -> None:
        """Reading starts again."""
        self.contradicted.clear()

    def notes(self) -> Iterator[str]:
        """What was settled, in sentences."""
        yield from self.remarks
        for column, records in sorted(self.contradicted.items()):
            who = "the producer" if column in self.usual else "the folder"
            yield (
                f"{column}: {who} says {self.values[column]!r}, {records} records say "
                "otherwise: what a record says counts"
            )

    def _add(self, column: str, folder: str, written: str) -> None:
        if self.usual.pop(column, None) is None and column in self.values:
            self.remarks.append(f"{column}: two folders name it: the inner one counts, {folder!r}")
        value = _decoded(written)
        if value is None:
            self.remarks.append(f"{column}: {folder!r} is no UTF-8 behind its %: kept as written")
            value = written
        self.values[column] = None if value in ("", NOTHING) else value

    def _filled(
        self, column: str, value: str | None, values: pa.Array | None, count: int
    ) -> pa.Array:
        text = pa.scalar(value, pa.string())
        if values is None:
            return pa.repeat(text, count)
        if value is None:
            return values
        there = says(values)
        other = pc.and_(there, pc.not_equal(pc.utf8_trim_whitespace(values), value.strip()))
        if different := pc.sum(other).as_py():
            self.contradicted[column] += different
        return pc.if_else(there, values, text)


def _decoded(written: str) -> str | None:
    """The value with its %-escapes resolved; None if they are no UTF-8."""
    try:
        return unquote_to_bytes(written).decode()
    except UnicodeDecodeError:
        return None
