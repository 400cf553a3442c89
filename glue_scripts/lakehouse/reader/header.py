"""Which of the first lines names the columns: the one that can be shown to."""

from __future__ import annotations

import re

from lakehouse.reader.layout import Layout
from lakehouse.reader.sample import DATE, NUMBER, Table, fields, is_value, is_word
from lakehouse.reader.verdict import Refused

MOST_BEFORE = 50
COMMENT = re.compile(r"\s*(#|//|--|;;)")
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
RULE = re.compile(r"\s*[-=_+:*]{2,}\s*")


def known_header(tables: list[Table], layout: Layout) -> tuple[Table, int] | None:
    """The first record that names the key and another column of the dataset; how it is divided."""
    for place in range(MOST_BEFORE):
        named = [(_known(table, place, layout), table) for table in tables]
        count, table = max(named, key=lambda found: found[0], default=(0, None))
        if table and count > 1:
            return table, place
    return None


def _known(table: Table, place: int, layout: Layout) -> int:
    """How many columns of a dataset a row names; 0 if the key is not among them."""
    if place >= len(table.rows):
        return 0
    columns = {layout.column(cell) for cell in table.rows[place]} - {None}
    return len(columns) if columns.issuperset(layout.keys[:1]) else 0


def shown_header(table: Table) -> tuple[int, bool]:
    """Which row looks like names without a dataset, and whether it is a header at all.

    Raises:
        Refused: lines stand before the records, and none of them can be shown to be the header.
    """
    if not _stands_before(table, 0):
        return 0, is_header(table.rows[0], table.rows[1:])
    for place in range(1, min(MOST_BEFORE, len(table.rows))):
        if not _stands_before(table, place):
            if _names_columns(table, place):
                return place, True
            break
    if len(table.rows[0]) == table.width or (len(table.rows[0]) > 1 and not _is_comment(table, 0)):
        return 0, is_header(table.rows[0], table.rows[1:])
    what = "lines stand before the records, and none of them can be shown to name the columns"
    raise Refused("no_header", what, 0)


def is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Whether a first row names columns, as far as that can be seen without a dataset."""
    if any(map(NUMBER.fullmatch, first)) or (rows and all(row == first for row in rows)):
        return False
    rows = [row for row in rows if not _is_rule(row)]
    if any(DATE.fullmatch(cell) and _are_dates(i, rows) for i, cell in enumerate(first)):
        return False
    if all(first) and len(set(first)) == len(first):
        return True
    return any(
        all(i < len(row) and NUMBER.fullmatch(row[i]) for row in rows)
        for i in range(len(first))
        if rows
    )


def _are_dates(i: int, rows: list[list[str]]) -> bool:
    """Whether a column has nothing but dates; a table may also have one of them for a name."""
    cells = [row[i] for row in rows if i < len(row) and row[i].strip()]
    return bool(cells) and all(map(DATE.fullmatch, cells))


def _stands_before(table: Table, place: int) -> bool:
    """Whether a row is a title or a remark: it is divided otherwise, or has hardly a cell."""
    row = table.rows[place]
    if _is_comment(table, place):
        return True
    if table.width == 1:
        return False
    filled = sum(bool(cell.strip()) for cell in row)
    sparse = filled * 2 < len(row) or (len(row) == 2 and filled == 1 and bool(row[0].strip()))
    return sparse or abs(len(row) - table.width) > 1 or len(row) == 1


def _is_comment(table: Table, place: int) -> bool:
    """Whether a row is marked as one; a header may be as well (`#id`), where none follows."""
    if place + 1 >= len(table.rows) or not COMMENT.match(table.rows[place][0]):
        return False
    return len(table.rows[place]) != table.width or _is_proven(table, place + 1)


def _names_columns(table: Table, place: int) -> bool:
    """Whether a row has names, and the rows below have something else."""
    names = [cell for cell in table.rows[place] if cell.strip()]
    if any(map(is_value, names)) or len(set(names)) < len(names):
        return False
    if _is_proven(table, place) or all(_is_comment(table, i) for i in range(place)):
        return True
    values = [cell for row in table.below(place) for cell in row if cell]
    return _are_identifiers(names) and bool(values) and not _are_identifiers(values)


def _is_proven(table: Table, place: int) -> bool:
    """Whether a row has texts, and a column below it only numbers or dates."""
    row = table.rows[place]
    below = next(iter(table.columns_of_values(place)), None)
    return len(row) == table.width and below is not None and not any(map(is_value, row))


def _are_identifiers(cells: list[str]) -> bool:
    return all(map(IDENTIFIER.fullmatch, cells))


def lines_below(table: Table, place: int, *, rules_only: bool) -> int:
    """How many rows below the header are no records.

    Args:
        table: the first rows.
        place: where the header is.
        rules_only: whether they are lines of dashes, and not also units or more names.
    """
    count = 0
    for below in range(place + 1, len(table.rows)):
        if not (_is_rule(table.rows[below]) or (not rules_only and _is_unlike(table, below))):
            break
        count += 1
    return count


def _is_unlike(table: Table, place: int) -> bool:
    """Whether a row has words in all columns of numbers and dates below it."""
    row = table.rows[place]
    if len(row) != table.width or len(table.below(place)) < 2:
        return False
    columns = list(table.columns_of_values(place))
    filled = [i for i, cell in enumerate(row) if cell.strip()]
    unlike = [i for i in columns if is_word(row[i])]
    return len(unlike) == len(columns) > 1 or (unlike == filled and len(filled) * 2 < len(row))


def _is_rule(row: list[str]) -> bool:
    return all(RULE.fullmatch(cell) for cell in row if cell.strip())


def names_among(texts: list[str], delimiter: str, columns: tuple[int, ...]) -> list[bool]:
    """Which records have words in all columns that have numbers or dates elsewhere."""
    rows = [fields(text, delimiter) for text in texts]
    return [len(row) > max(columns) and all(is_word(row[i]) for i in columns) for row in rows]
