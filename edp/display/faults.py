"""Shows bad records with a caret below the place where something else was expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from lakehouse.reader.faults import excerpt

# Whatever would move the cursor is shown by a picture of its own, one character each.
PICTURES = {code: 0x2400 + code for code in range(32)} | {9: "→", 10: "⏎", 13: "␍", 127: "␡"}
_GUTTER = 8


def record_lines(place: dict[str, Any], width: int) -> Iterator[Text]:
    """The text of a record, and below it what was expected.

    Args:
        place: `record`, `text`, `at` and `expected`, as `edp inspect --json` prints them.
        width: how many characters a line may have.
    """
    number = f"{place['record']:>{_GUTTER - 1},} "
    text, at = excerpt(place["text"] or "", place["at"], width - _GUTTER - 3)
    shown = text.translate(PICTURES)
    yield Text.assemble((number, "dim"), ("│ ", "dim"), shown)
    yield from _told(f"expected {place['expected']}", shown, at, width)


def _told(words: str, shown: str, at: int | None, width: int) -> Iterator[Text]:
    bar = (f"{'':{_GUTTER}}│ ", "dim")
    if at is None:
        yield Text.assemble(bar, (words, "yellow"))
        return
    before = cell_len(shown[:at])
    if _GUTTER + 2 + before + 2 + cell_len(words) < width:
        yield Text.assemble(bar, " " * before, ("^ ", "bold yellow"), (words, "yellow"))
        return
    yield Text.assemble(bar, " " * before, ("^", "bold yellow"))
    # Where there is room left of the caret, the words end there.
    left = max(0, min(before - cell_len(words) + 1, width - _GUTTER - 3 - cell_len(words)))
    yield Text.assemble(bar, " " * left, (words, "yellow"))
