"""Finds out how a delimited file is written, from its first lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lakehouse.reader.header import known_header, lines_below, shown_header
from lakehouse.reader.layout import Layout
from lakehouse.reader.notation import Notation
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.sample import Table, first_lines, records_of
from lakehouse.reader.verdict import Refused

# The first of those that divide equally well wins.
USUAL = ",;\t|"
DELIMITERS = USUAL + "\x01\x1f~^"
# What else divides, where it divides every line alike.
PROSE = " :"
ONE_COLUMN = ("csv", "tsv", "tab")
# Excel's own way to name the delimiter, on a line before the header.
SEP_LINE = re.compile(r'"?sep=(\W)"?\r?', re.IGNORECASE)
ESCAPE = re.compile(r"\\[^\w\s]|\\\t|\\\n")
APOSTROPHE = re.compile(r"(^|\W)'", re.MULTILINE)
MOSTLY = 0.6
SHOWN_LINES, SHOWN_CHARACTERS = 5, 60


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        delimiter: what divides fields.
        header: the names of the columns, or the first record of a file that does not name them.
        has_header: whether that is a header.
        notation: how it quotes.
        before: how many lines stand before the header.
        below: how many records directly below the header are none.
        sparse: whether records may have nothing but their first field.
        values: columns that mostly have numbers or dates.
        longer: of a dataset, the first records with one field more than the header.
        note: what is left out, for people.
    """

    delimiter: str
    header: list[str]
    has_header: bool
    notation: Notation = field(default_factory=Notation)
    before: int = 0
    below: int = 0
    sparse: bool = False
    values: tuple[int, ...] = ()
    longer: tuple[tuple[str, ...], ...] = ()
    note: str | None = None


def sniff_dialect(text: bytes, suffix: str | None, layout: Layout) -> Dialect:
    """How a file is written, from its beginning (at least its first line).

    Raises:
        Refused: no delimiter, no header that knows the dataset, or none that can be shown.
    """
    lines, said = first_lines(text), layout.producer
    skipped = said.skip_lines if said else 0
    lines = lines.split(b"\n", skipped)[-1] if lines.count(b"\n") >= skipped else b""
    named = SEP_LINE.fullmatch(lines.partition(b"\n")[0].decode())
    delimiter = said.delimiter if said else None
    if named:
        _assert_same(delimiter, named[1])
        skipped, lines = skipped + 1, lines.partition(b"\n")[2]
    dialect = _sniffed(lines, named[1] if named else delimiter, suffix, layout)
    return replace(dialect, before=dialect.before + skipped)


def _assert_same(said: str | None, named: str) -> None:
    if said not in (None, named):
        what = f"its first line names {named!r} as delimiter, the producer says {said!r}"
        raise Refused("contradicts_producer", f"{what}: mend the producer file", 0)


def _sniffed(lines: bytes, named: str | None, suffix: str | None, layout: Layout) -> Dialect:
    notation = _notation(lines, named)
    records = records_of(notation.standard(lines).decode())
    if not records:
        raise Refused("empty", "nothing but the name of a delimiter")
    delimiters = named or "".join(d for d in DELIMITERS + PROSE if d.encode() in lines) or ","
    tables = [Table.of(records, d) for d in delimiters]
    if not any(table.rows for table in tables):
        raise Refused("empty", "rows without any value, and no records", 0)
    found = known_header(tables, layout) if layout.keeps_values else None
    if found is None:
        table = _table(records, named or _delimiter(records, suffix))
        place, has_header = (0, True) if layout.keeps_values else shown_header(table)
    else:
        (table, place), has_header = found, True
    header = _named_columns(table, place) if has_header else table.rows[place]
    if layout.keeps_values:
        layout.assert_fits(header, 0)
    # With a dataset, its rules judge what stands in the fields.
    rules_only = layout.keeps_values
    below = lines_below(table, place, rules_only=rules_only) if has_header else 0
    return Dialect(
        table.delimiter,
        header,
        has_header,
        notation,
        table.places[place],
        below,
        layout.keeps_values or _is_sparse(table.below(place)),
        tuple(table.columns_of_values(place + below, MOSTLY)),
        _longer(table, place, header) if layout.keeps_values else (),
        _note(lines.decode(), table.places[place], notation),
    )


def _longer(table: Table, place: int, header: list[str]) -> tuple[tuple[str, ...], ...]:
    rows = table.rows[place + 1 :]
    return tuple(tuple(row) for row in rows if len(row) == len(header) + 1)


def _is_sparse(rows: list[list[str]]) -> bool:
    """Whether records may have but one value; few records do not tell."""
    usual = rows[:-3]
    alone = [bool(row[0].strip()) and not any(map(str.strip, row[1:])) for row in usual]
    return len(alone) < 3 or any(alone)


def _table(records: list[tuple[int, str]], delimiter: str) -> Table:
    table = Table.of(records, delimiter)
    if not table.rows:
        raise Refused("empty", "rows without any value, and no records", 0)
    return table


def _named_columns(table: Table, place: int) -> list[str]:
    """The header, as wide as the records: either may end with a delimiter that the other lacks."""
    header = table.rows[place]
    rows = table.rows[place + 1 :]
    if table.width == len(header) - 1 and not header[-1].strip():
        return header[:-1]
    wider = [row for row in rows if len(row) == len(header) + 1]
    ends = bool(wider) and not any(row[-1].strip() for row in wider)
    if ends and len(wider) == len(rows) and not (table.delimiter == "," and _decimals(wider)):
        return [*header, ""]
    return header


def _decimals(rows: list[list[str]]) -> bool:
    """Whether a decimal comma may be what makes records longer."""
    pairs = range(len(rows[0]) - 2)
    return any(
        all(re.fullmatch("-?[0-9]+", r[i]) and re.fullmatch("[0-9]{2}", r[i + 1]) for r in rows)
        for i in pairs
    )


def _note(text: str, before: int, notation: Notation) -> str | None:
    dump = notation.letters and re.search(r"\\[^N]", text)
    read = (
        r"Backslashes were read as databases write them: \N is no value, \t a tab."
        if dump
        else None
    )
    return " ".join(filter(None, [_left_out(text, before), read])) or None


def _left_out(text: str, count: int) -> str | None:
    lines = [(i, line) for i, line in enumerate(text.split("\n")[:count], 1) if line.strip()]
    if not lines:
        return None
    some = ", ".join(f"{i} {line.strip()[:SHOWN_CHARACTERS]!r}" for i, line in lines[:SHOWN_LINES])
    more = f" and {len(lines) - SHOWN_LINES} more" if len(lines) > SHOWN_LINES else ""
    return f"Lines before the header were passed over: {some}{more}."


def _delimiter(records: list[tuple[int, str]], suffix: str | None) -> str:
    best = _best_table(records, None)
    if best.delimiter in DELIMITERS and best.alike * 2 >= len(best.rows) and best.alike:
        return best.delimiter
    if best.delimiter in PROSE:
        if any(True for _ in best.columns_of_values(0)):
            return best.delimiter
        what = f"its lines might be divided by {best.delimiter!r}, or be one column"
        raise Refused("no_delimiter", what, 0)
    if suffix in ONE_COLUMN:
        return best.delimiter if best.alike else ","
    what = "no delimiter divides most of its lines alike, and it is not JSON"
    raise Refused("no_delimiter", what, 0)


def _best_table(records: list[tuple[int, str]], named: str | None) -> Table:
    """Records divided by the delimiter that does it most alike."""
    tables = [Table.of(records, d) for d in named or DELIMITERS]
    best = max(tables, key=lambda table: (table.alike, table.width))
    if named or (best.alike * 2 >= len(best.rows) and best.alike):
        return best
    prose = [Table.of(records, d) for d in PROSE]
    even = [table for table in prose if table.width > 2 and table.alike == len(table.rows) > 2]
    return max(even, key=lambda table: table.width, default=best)


def _notation(lines: bytes, named: str | None) -> Notation:
    """How the file quotes: as RFC 4180 does, unless another way makes more sense of it."""
    text = lines.decode()
    if dumped := next((d for d in named or DELIMITERS if _is_dump(text, d)), None):
        return Notation(escape=dumped, letters=True)
    quotes = "\"'" if APOSTROPHE.search(text) else '"'
    escapes = [d for d in named or DELIMITERS + PROSE if d in text] if ESCAPE.search(text) else []
    ways = [Notation(quote, escape) for quote in quotes for escape in (None, *escapes)]
    if len(ways) == 1:
        return ways[0]
    judged = {way: _defects(way, lines, named) for way in ways}
    best = min(judged, key=judged.__getitem__)
    return best if not judged[best][1] else Notation()


def _is_dump(text: str, delimiter: str) -> bool:
    r"""Whether a database wrote it: a field is `\N`, and no backslash is just one."""
    d = re.escape(delimiter)
    if r"\N" not in text or not re.search(rf"(?m)(?:^|{d})\\N(?:{d}|\r?$)", text):
        return False
    return "\\" not in re.sub(rf"""\\(?:[\\Ntnrbfv0Z"']|{d}|\r?\n)""", "", text)


def _defects(notation: Notation, lines: bytes, named: str | None) -> tuple[int, int, bool]:
    """What speaks against a way to quote.

    Returns:
        How many of the first records have quotes out of place, or are not divided like most; the
        former; and whether fields keep quotes of the other kind.
    """
    records = records_of(notation.standard(lines).decode())
    best = _best_table(records, notation.escape or named)
    quoting = Quoting(best.delimiter)
    broken = sum(not quoting.holds(record.removesuffix("\r")) for _, record in records)
    if notation.quote == "'":
        # Fields in the usual quotes would keep them: the file does not quote by apostrophes.
        broken += quoting.others([record for _, record in records])
    return broken + len(best.rows) - best.alike, broken, _wraps(best)


def _wraps(table: Table) -> bool:
    """Whether a column has apostrophes around every value."""
    for column in zip(*(table.below(0) or table.rows[1:]), strict=False):
        cells = [cell.strip() for cell in column if cell.strip()]
        if len(cells) > 1 and all(len(c) > 1 and c[0] == c[-1] == "'" for c in cells):
            return True
    return False
