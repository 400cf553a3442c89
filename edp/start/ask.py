"""Asks people, one question at a time."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

import typer
from rich.console import Console
from rich.status import Status
from rich.text import Text
from typer.exceptions import Abort

from edp.start.model import Question

# More answers are named instead of numbered.
FEW = 20


def nobody(_: Question) -> None:
    """Leaves every question open."""


def asking(console: Console, status: Status) -> Callable[[Question], str | None]:
    """Questions in a terminal; an empty answer leaves one open."""

    def ask(question: Question) -> str | None:
        status.stop()
        try:
            return _asked(question, console)
        finally:
            status.start()

    return ask


def _asked(question: Question, console: Console) -> str | None:
    console.print(Text.assemble((f"\n{question.file}: ", "bold"), question.asks), soft_wrap=True)
    if not question.options:
        console.print(Text("Nothing here can settle this: the file stays out.", "yellow"))
        return None
    few = len(question.options) <= FEW
    if few:
        for number, option in enumerate(question.options, 1):
            console.print(Text(f"  {number}  {option}"))
    else:
        console.print(Text(f"  {', '.join(question.options)}", "dim"))
    more = ", or any other name" if question.free else ""
    while True:
        said = _typed(f"{'Number' if few else 'One of these'}{more}; empty: leave it open")
        if said is None or (answer := _meant(said, question)):
            return None if said is None else answer
        console.print(Text(f"{said!r} is none of the answers.", "yellow"))


def _typed(asks: str) -> str | None:
    try:
        return str(typer.prompt(asks, default="", show_default=False)).strip() or None
    except Abort:
        # Nobody is there to answer.
        return None


def _meant(said: str, question: Question) -> str | None:
    if said.isdecimal() and 0 < int(said) <= len(question.options):
        return question.options[int(said) - 1]
    named = {option.lower(): option for option in question.options}
    if said.lower() in named:
        return named[said.lower()]
    return said if question.free and said in available_timezones() else None
