"""Builds one file: records, defects, bytes, and its part of the answer key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

from generator import render_csv, render_json
from generator.draft import FIRST, Draft
from generator.draw_kinds import RowKind, draw_kinds, row_kind
from generator.encode import compressed, text_file
from generator.fates import Fate
from generator.kinds import (
    CONTINUATION,
    FILE_KINDS,
    STRUCTURAL_KINDS,
    FileKind,
    StructuralKind,
    ValueKind,
)
from generator.kinds.repeats import other_state
from generator.kinds.structure import Line
from generator.layout import Layout, plain
from generator.open_numbers import settle
from generator.render_parquet import parquet
from generator.row import Row
from generator.spec import FileSpec
from generator.tables import table
from generator.texts import Texts, fit_to_layout, text_columns

_CONTINUED = 0.01
"""Rows that go on with the one above, at dirty 1."""


def layout_of(spec: FileSpec, rng: Random) -> tuple[Layout, list[FileKind]]:
    """The layout of a file after all its file kinds."""
    layout = plain(spec.dataset, spec.way, rng)
    kinds = [FILE_KINDS[name] for name in spec.kinds]
    for kind in kinds:
        layout = kind.shape(layout, rng)
    return layout, kinds


@dataclass
class Builder:
    """The state while the records of a file become text."""

    spec: FileSpec
    layout: Layout
    kinds: list[FileKind]
    draft: Draft
    rng: Random
    dirty: float
    texts: Texts = field(init=False)
    lines: list[str] = field(init=False)
    json: render_json.LineWriter = field(init=False)
    second: Layout = field(init=False)
    """How records below a second header are written."""
    joint: int = field(init=False)
    fates: dict[int, Fate] = field(default_factory=dict)
    out: set[int] = field(default_factory=set)
    """Positions of records that are not in silver."""
    keyless: set[int] = field(default_factory=set)
    open: dict[int, Row] = field(default_factory=dict)
    """Records with a number that the file settles."""
    continued: set[int] = field(default_factory=set)
    """Positions of rows that only repeat the key of the row above."""
    broken: int = 0
    torn: bool = False

    def __post_init__(self) -> None:
        fit_to_layout(self.draft.columns, self.layout)
        self.texts = text_columns(self.draft.columns, self.layout)
        self.json = render_json.LineWriter(self.layout)
        self.second = replace(self.layout, columns=self.layout.second_columns)
        self.joint = self._second_header()
        self.lines = self._all_lines()
        if self.joint < self.count:
            self.lines[self.joint] = render_csv.header(self.second)

    @property
    def count(self) -> int:
        """Number of records."""
        return len(self.draft.columns[table(self.spec.dataset).key])

    def content(self) -> bytes:
        """Puts in the defects and returns the bytes of the file."""
        for position, copy in self.draft.copies.items():
            self._write_copy(position, copy.kind.name, copy.kind.write)
        self._write_continuations()
        self._write_defects()
        if any(kind.aside for kind in self.kinds):
            self._spoil()
        self._settle_open_numbers()
        if self.layout.container == "parquet":
            data = parquet(self.draft.columns, self.texts, self.layout)
        else:
            data = text_file(self._text_lines(self.lines), self.layout, torn=self.torn)
        data = compressed(data, self.layout) if self.layout.gzip else data
        for kind in self.kinds:
            data = kind.damage(data)
        return data

    def earlier(self) -> bytes:
        """An older version of the file: records that are good and come once, in another state."""
        lines = []
        for position in range(FIRST, self.count):
            if self._is_free(position) and position not in self.fates:
                row = self._row(position)
                other_state(row)
                lines.append(self._line(row))
        data = text_file(self._text_lines(lines), self.layout, torn=False)
        return compressed(data, self.layout) if self.layout.gzip else data

    def _all_lines(self) -> list[str]:
        if self.layout.is_csv:
            above = {name: texts[: self.joint] for name, texts in self.texts.items()}
            below = {name: texts[self.joint :] for name, texts in self.texts.items()}
            second = self.joint < self.count
            return [
                *render_csv.lines(above, self.layout),
                *(render_csv.lines(below, self.second) if second else []),
            ]
        if self.layout.is_json:
            return render_json.lines(self.texts, self.layout)
        return []

    def _text_lines(self, records: list[str]) -> list[str]:
        """All lines of the file, those before the records among them."""
        if not self.layout.is_csv:
            return records
        lines = [render_csv.header(self.layout), *records]
        if self.layout.short_rows:
            lines = render_csv.without_last_blanks(lines, self.layout)
        if self.layout.trailing_delimiter:
            lines = [line + self.layout.delimiter for line in lines]
        return [*self.layout.title, *lines]

    def _second_header(self) -> int:
        """The position of a second header in the middle; behind all records if there is none."""
        if not self.layout.second_columns:
            return self.count
        place = next(p for p in range(self.count // 2, self.count) if self._is_free(p))
        self._lose(place, Fate("quarantined", "repeated_header", "joined_exports"))
        self.draft.repeated.add(place)
        return place

    def _lose(self, position: int, fate: Fate) -> None:
        """Takes a record for broken as text."""
        self.broken += 1
        self.out.add(position)
        self.keyless.add(position)
        self.fates[position] = fate

    def _spoil(self) -> None:
        """Makes two of three records bad."""
        for position in range(self.count):
            if position % 3 and position not in self.fates:
                row = self._row(position)
                row.refuse(row.table.order_by, "yesterday", "invalid_timestamp")
                self._settle(position, row)

    def _row(self, position: int) -> Row:
        columns = self.draft.columns
        return Row(
            truth={name: values[position] for name, values in columns.items()},
            text={name: values[position] for name, values in self.texts.items()},
            layout=self.layout if position < self.joint else self.second,
            rng=self.rng,
        )

    def _write_copy(self, position: int, name: str, write: Callable[[Row], bool]) -> None:
        row = self._row(position)
        if not write(row) and name == "late_update_unusable":
            name = "late_update"
        row.kinds.append(name)
        self._settle(position, row)

    def _write_continuations(self) -> None:
        """Some rows become rows that go on with the one above, which stays as it is."""
        inner = range(FIRST + 1, self.count - 1)
        said = {*self.layout.constants, *self.layout.twins} & {*self.layout.columns}
        odd = self.layout.short_rows or said or self.layout.time_form == "serial"
        whole = len(table(self.spec.dataset).required) == 1  # The key is all that it needs.
        if not self.layout.is_csv or not self.dirty or len(inner) < 8 or odd or whole:
            return
        count = 1 + int(self.count * _CONTINUED * self.dirty)
        for position in self.rng.sample(inner, min(count, len(inner) // 8)):
            if self._is_free(position) and self._is_free(position - 1):
                self._continue(position)

    def _continue(self, position: int) -> None:
        row, key = self._row(position), self._row(position).table.key
        for name in row.table.columns:
            if name in row.text:
                row.put(name, None, None)
        row.put(key, self.texts[key][position - 1], self.draft.columns[key][position - 1])
        row.kinds.append(CONTINUATION.name)
        self._settle(position, row)
        self.continued.add(position)
        self.draft.repeated |= {position - 1, position}

    def _write_defects(self) -> None:
        chosen = draw_kinds(self.spec.dataset, self.layout, self.count, self.dirty, self.rng)
        places = self._places(len(chosen))
        for name in self.spec.forced:
            self._force(row_kind(name), places)
        for kind in chosen[: len(places)]:
            self._apply(kind, places.pop())

    def _places(self, wanted: int) -> list[int]:
        """Positions for defects in random order: free ones, never the first or the last."""
        inner = range(FIRST, self.count - 1)
        if self.spec.forced or len(inner) < 2 * wanted + 16:
            found = self.rng.sample(inner, len(inner))
        else:
            found = self.rng.sample(inner, wanted + wanted // 4 + 8)
        return [p for p in found if self._is_free(p)]

    def _is_free(self, position: int) -> bool:
        return position not in self.draft.copies and position not in self.draft.repeated

    def _force(self, kind: RowKind, places: list[int]) -> None:
        """Puts in a kind at the first place that allows it."""
        if isinstance(kind, StructuralKind) and kind.last:
            self._apply(kind, self.count - 1)
            return
        for index, position in enumerate(places):
            if self._apply(kind, position):
                del places[index]
                return

    def _apply(self, kind: RowKind, position: int) -> bool:
        if not self._is_free(position) or position in self.fates:
            return False
        row = self._row(position)
        if isinstance(kind, ValueKind):
            done = kind.apply(row)
            if done:
                self._settle(position, row)
            return done
        return self._break(kind, position, row)

    def _break(self, kind: StructuralKind, position: int, row: Row) -> bool:
        if self.layout.container not in kind.containers:
            return False
        cells = self._cells(row) if self.layout.is_csv else []
        text = kind.write(Line(row, cells, self.lines[position]))
        if text is None:
            return False
        self.lines[position] = text
        self.torn |= kind.torn
        if kind.silver:
            self._keep_truth(position, row)
            self.fates[position] = Fate(kinds=kind.name, why=kind.why)
            return True
        self._lose(position, Fate("quarantined", kind.reason, kind.name))
        return True

    def _settle(self, position: int, row: Row) -> None:
        """Takes over a row that a value defect or a copy has changed."""
        self._keep_truth(position, row)
        if row.open:
            self.open[position] = row
        for name in row.changed:
            self.texts[name][position] = row.text[name]
        if self.layout.is_csv or self.layout.is_json:
            self.lines[position] = self._line(row)
        outcome = "quarantined" if row.reasons else "silver"
        if row.reasons:
            self.out.add(position)
        if row.truth[row.table.key] is None:
            self.keyless.add(position)
        reasons = ";".join(sorted(row.reasons or row.notes))
        self.fates[position] = Fate(outcome, reasons, ";".join(row.kinds))

    def _line(self, row: Row) -> str:
        """A record as text."""
        if self.layout.is_json:
            return self.json.line(row)
        return row.layout.delimiter.join(self._cells(row))

    def _settle_open_numbers(self) -> None:
        rows = dict(self.open)
        for column in {row.open for row in rows.values()}:
            settle(rows.values(), self._numbers(column))
        for position, row in rows.items():
            self._settle(position, row)

    def _numbers(self, column: str) -> Iterator[str]:
        """Numbers of readable records: all that defects touched, and one of the others."""
        texts = self.texts[column]
        untouched = (t for p, t in enumerate(texts) if t is not None and p not in self.fates)
        yield from islice(untouched, 1)
        for position, fate in self.fates.items():
            unread = (
                fate.kinds in STRUCTURAL_KINDS or position == self.joint
            ) and fate.outcome == "quarantined"
            if not unread and "invalid_number" not in fate.reasons:
                yield texts[position] or ""

    def _keep_truth(self, position: int, row: Row) -> None:
        for name in row.changed & row.truth.keys():
            self.draft.columns[name][position] = row.truth[name]

    def _cells(self, row: Row) -> list[str]:
        return render_csv.cells((row.text[c] for c in row.layout.columns), row.layout)
