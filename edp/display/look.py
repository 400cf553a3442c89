"""How tables and figures look on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_EIGHTHS = " ▏▎▍▌▋▊▉"


def table(title: str, *columns: str, right: int | None = None) -> Table:
    """A table whose columns from number `right` on are aligned to the right."""
    made = Table(
        title=title or None,
        box=box.SIMPLE_HEAD,
        show_edge=False,
        title_style="bold",
        title_justify="left",
        caption_style="dim",
        caption_justify="left",
    )
    for i, column in enumerate(columns):
        figure = right is not None and i >= right
        made.add_column(
            column, justify="right" if figure else "left", overflow="fold", no_wrap=figure
        )
    return made


def put(console: Console, *parts: RenderableType) -> None:
    """Prints tables and the like, each with a blank line after it."""
    for part in parts:
        console.print(part, highlight=False)
        console.print()


def counts(title: str, name: str, figures: Mapping[str, int]) -> Table:
    """A small table of names and figures."""
    made = table(title, name, "", right=1)
    for key, figure in figures.items():
        made.add_row(key, f"{figure:,}")
    return made


def facts(**lines: object) -> Padding:
    """Named things, one per line: where something is, and what to do next."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, value in lines.items():
        grid.add_row(name.replace("_", " ").capitalize(), Text(str(value)))
    return Padding(grid, (0, 0, 0, 1))


def done(console: Console, text: str) -> None:
    """The one line that says what was done."""
    put(console, Text.assemble(("✓ ", "bold green"), text))


def not_done(console: Console, text: str) -> None:
    """The one line that says what is wanting."""
    put(console, Text.assemble(("✗ ", "bold red"), text))


def count(number: int, thing: str) -> str:
    """How many there are: `1 file`, `1,234 files`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def bar(share: float, width: int = 20) -> str:
    """A bar that fills `share` of `width` characters, to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def size(count: int) -> str:
    """Bytes, as people say them: `2.1 MB`."""
    power = min(len(str(count)) - 1, 12) // 3
    unit = ("bytes", "kB", "MB", "GB", "TB")[power]
    return f"{count / 1000**power:,.{1 if power else 0}f} {unit}"


def seconds(count: float) -> str:
    """A span of time: `4.2 s`, `3 min 07 s`."""
    if count < 60:
        return f"{count:.1f} s"
    minutes, rest = divmod(round(count), 60)
    return f"{minutes} min {rest:02d} s"
