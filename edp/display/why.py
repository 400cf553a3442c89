"""Shows why a dataset is held back: its most frequent reasons, as whoever mends them wants them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from edp.display.faults import PICTURES
from edp.reasons import in_words


def held_back(dataset: str, about: dict[str, Any]) -> Group:
    """A dataset that is held back, and what a publication says of it."""
    return Group(*_lines(dataset, about))


def _lines(dataset: str, about: dict[str, Any]) -> Iterator[Text | Padding]:
    since = f"published {about['since']}" if about["since"] else "never published"
    head = Text.assemble(("✗ ", "bold red"), (dataset, "bold"), f" is held back ({since})")
    yield head
    yield Padding(Text(about["reason"]), (0, 0, 0, 2), expand=False)
    for why in about["why"]:
        yield from _reason(dataset, why)


def _reason(dataset: str, why: dict[str, Any]) -> Iterator[Padding]:
    count = f"{why['count']:>7,}  "
    head = Text.assemble((count, "bold yellow"), in_words(dataset, why["reason"]))
    yield Padding(head, 0, expand=False)
    value = repr(why["value"].translate(PICTURES))
    lines = [Text.assemble((value, "red"), (f"  {why['file']} record {why['record']:,}", "dim"))]
    if why["expected"]:
        lines.append(Text.assemble(("expected ", "dim"), why["expected"]))
    if why["contract"]:
        lines.append(Text(why["contract"], "cyan"))
    yield from (Padding(line, (0, 0, 0, len(count)), expand=False) for line in lines)
