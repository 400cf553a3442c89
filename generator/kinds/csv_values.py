"""Text that only quoting keeps together: delimiters, quotes and line ends within a field."""

from __future__ import annotations

from generator.kinds.values import value
from generator.row import Row


def _words(row: Row) -> list[str]:
    return str(row.truth.get("name") or "summer sale").split(" ", 1)


def _write(row: Row, text: str) -> bool:
    """Writes free text; line ends in it are white space, so the clean value has blanks."""
    if not row.layout.is_csv:
        return False
    column = "name" if row.layout.dataset == "users" else "+campaign"
    return row.put(column, text, " ".join(text.split()))


@value()
def quoted_delimiter(row: Row) -> bool:
    """The delimiter within a quoted field."""
    return _write(row, f"{row.layout.delimiter} ".join(reversed(_words(row))))


@value()
def quoted_quote(row: Row) -> bool:
    """Doubled quotes within a quoted field."""
    return _write(row, ' "Ace" '.join(_words(row)))


@value()
def quoted_line_end(row: Row) -> bool:
    """A line end within a quoted field."""
    return _write(row, row.layout.line_end.join(_words(row)))
