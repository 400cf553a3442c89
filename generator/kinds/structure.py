"""Records that are broken as text, before any value counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.kinds.kind import Kind, registering
from generator.row import Row

BAD_BYTE = "\ue000"
"""Stands for a byte that is not UTF-8 until the text has been encoded."""


@dataclass(frozen=True)
class Line:
    """A record as it would be written: its cells (delimited text only) and its whole text."""

    row: Row
    cells: list[str]
    text: str


LineDefect = Callable[[Line], str | None]


@dataclass(frozen=True, kw_only=True)
class StructuralKind(Kind):
    """A defect that a function makes of a written record."""

    write: LineDefect
    reason: str
    containers: tuple[str, ...]
    last: bool
    torn: bool
    """Whether the file ends within it."""
    drawn: bool
    """Whether it may hit any file at random; otherwise a kind of file asks for it."""

    @property
    def silver(self) -> bool:
        """Whether nobody can notice it, so that the record is taken as it stands."""
        return not self.reason


STRUCTURAL_KINDS: dict[str, StructuralKind] = {}


def structural(
    containers: tuple[str, ...],
    reason: str,
    *,
    last: bool = False,
    why: str = "",
    torn: bool | None = None,
    drawn: bool = True,
) -> Callable[[LineDefect], LineDefect]:
    """Registers the function below as a kind."""
    expected = f"quarantined {reason}" if reason else "silver, as it stands"
    fields = {"containers": containers, "reason": reason, "last": last, "why": why}
    fields |= {"torn": last if torn is None else torn, "drawn": drawn and not last}
    return registering(
        STRUCTURAL_KINDS, StructuralKind, "write", level="record", expected=expected, **fields
    )


def _plain_cell(line: Line) -> int | None:
    """An inner cell without quotes that is long enough to be broken."""
    fit = [i for i, c in enumerate(line.cells[1:-1], 1) if len(c) > 3 and '"' not in c]
    return line.row.rng.choice(fit) if fit and not line.row.layout.quote_all else None


def _replaced(line: Line, index: int, cell: str) -> str:
    cells = [*line.cells[:index], cell, *line.cells[index + 1 :]]
    return line.row.layout.delimiter.join(cells)


@structural(("csv",), "ragged_row")
def ragged_too_few_fields(line: Line) -> str | None:
    """Fields are missing at the end, a required one among them."""
    columns, required = line.row.layout.columns, line.row.table.required
    last = max(i for i, column in enumerate(columns) if column in required)
    least = min(2, last)
    cut = line.row.rng.randrange(1, 1 + least) if least else 0
    return line.row.layout.delimiter.join(line.cells[: last + 1 - cut]) if cut else None


@structural(("csv",), "ragged_row")
def ragged_too_many_fields(line: Line) -> str | None:
    """A field too many at the end."""
    return line.row.layout.delimiter.join([*line.cells, line.row.rng.choice(("x", "0"))])


@structural(("csv",), "broken_quote")
def quote_never_closed(line: Line) -> str | None:
    """A quote at the start of a field that is never closed."""
    index = _plain_cell(line)
    return None if index is None else _replaced(line, index, f'"{line.cells[index]}')


@structural(("csv",), "broken_quote")
def quote_closed_too_early(line: Line) -> str | None:
    """A quoted field that goes on behind its closing quote."""
    index = _plain_cell(line)
    if index is None:
        return None
    cell = line.cells[index]
    return _replaced(line, index, f'"{cell[:2]}"{cell[2:]}')


@structural(("csv",), "nul_byte")
def nul_in_a_line(line: Line) -> str | None:
    """A NUL within a field."""
    index = _plain_cell(line)
    if index is None or line.row.layout.encoding != "utf-8":
        return None
    cell = line.cells[index]
    return _replaced(line, index, f"{cell[:2]}\0{cell[2:]}")


@structural(("csv", "ndjson"), "undecodable")
def invalid_utf8_in_a_line(line: Line) -> str | None:
    """A byte that is not UTF-8, in a file that is UTF-8 otherwise and not only ASCII."""
    word = line.row.text.get("+campaign")
    if not word or line.row.layout.encoding != "utf-8":
        return None
    return line.text.replace(word, f"{word[:2]}{BAD_BYTE}{word[2:]}", 1)


@structural(("csv",), "ragged_row", last=True)
def torn_last_line(line: Line) -> str | None:
    """The file ends within a record: fields are missing."""
    index = _plain_cell(line)
    if index is None:
        return None
    return line.row.layout.delimiter.join([*line.cells[:index], line.cells[index][:2]])


@structural(("csv",), "broken_quote", last=True)
def torn_within_quotes(line: Line) -> str | None:
    """The file ends within a quoted field."""
    if line.row.layout.quote_all:
        return None
    return _replaced(line, len(line.cells) - 1, '"' + (line.cells[-1].strip('"')[:3] or "a"))


@structural(
    ("csv",),
    "",
    last=True,
    why="the record has all its fields and its last value, though cut, is a valid one",
)
def cut_inside_last_field(line: Line) -> str | None:
    """The file ends within the last field, and what is left is a valid value."""
    row = line.row
    if row.layout.columns[-1] != "price" or row.layout.quote_all or row.layout.decimal_comma:
        return None
    cents = 1000 + row.rng.randrange(1, 10) * 10
    row.put("price", f"{cents // 100}.{cents // 10 % 10}", cents)
    return _replaced(line, len(line.cells) - 1, str(row.text["price"]))


@structural(("ndjson",), "invalid_json", last=True)
def torn_last_json_line(line: Line) -> str | None:
    """The file ends within a JSON record."""
    return line.text[: len(line.text) * 2 // 3]


@structural(("ndjson",), "invalid_json")
def invalid_json_line(line: Line) -> str | None:
    """A line that is not JSON: no closing brace, a comma too many, single quotes."""
    text = line.text
    return line.row.rng.choice((text[:-1], text[:-1] + ",}", text.replace('"', "'"), text + "}"))


@structural(("ndjson",), "invalid_json")
def nan_in_json_line(line: Line) -> str | None:
    """A JSON line with `NaN`, which JSON does not have."""
    return line.text[:-1] + ',"score":NaN}'


@structural(("json_array",), "invalid_json", drawn=False)
def nan_in_a_json_document(line: Line) -> str | None:
    """A record of a JSON document with `NaN`."""
    return line.text[:-1] + ',"score":NaN}'


@structural(("csv",), "trailer", last=True, torn=False)
def total_row(line: Line) -> str | None:
    """A sum in place of a record: `Total;;;30.00`."""
    money = {"price", "amount", "age"} & {*line.row.layout.columns[1:]}
    cells = ["30.00" if c in money else "" for c in line.row.layout.columns]
    return line.row.layout.delimiter.join(["Total", *cells[1:]])


def _says_user(line: Line) -> bool:
    return line.row.layout.has("user_id") and "user_id" not in line.row.left_out


@structural(("ndjson", "json_array"), "repeated_key")
def repeated_json_key(line: Line) -> str | None:
    """An object that names a key twice, at the top or deeper."""
    if not _says_user(line):
        return None
    name = line.row.layout.names["user_id"]
    if "." in name:
        return line.text[:-1] + ',"meta":{"a":1,"a":2}}'
    return f'{line.text[:-1]},"{name}":"U00000001"}}'


@structural(("ndjson", "json_array"), "not_an_object")
def not_an_object(line: Line) -> str | None:
    """A JSON value that is not an object."""
    if line.row.layout.frame in ("touching", "commas"):
        return None
    return line.row.rng.choice(("42", '"text"', "[1,2]", "true"))
