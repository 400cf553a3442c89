"""Steps of something long, each told with its time when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from edp.display.look import seconds

Tell = Callable[[str], None]
WIDTH = 62


class Steps:
    """Prints a line per step to one console, and how far it is to another."""

    def __init__(self, console: Console, notes: Console) -> None:
        """Begins to take the time."""
        self._console, self._notes = console, notes
        self._start = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[Tell]:
        """A step; what it is told while it runs is shown until it is over."""
        start = time.perf_counter()
        with self._notes.status(Text(f"{name} …")) as status:
            yield lambda text: status.update(Text(f"{name}: {text} …"))
        self._line(Text("✓ ", "bold green"), name, time.perf_counter() - start)

    def part(self, name: str, taken: float) -> None:
        """The line of something that went on within the last step."""
        self._line(Text("    "), name, taken)

    def _line(self, line: Text, name: str, taken: float) -> None:
        line.append(name.ljust(WIDTH - len(line)), "default").append(seconds(taken), "dim")
        self._console.print(line, highlight=False)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.perf_counter() - self._start
