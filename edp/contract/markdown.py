"""A check of contracts as a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from edp.contract.change import Change, Effect
from edp.contract.check import Check
from edp.contract.words import file_lines, summary


def to_markdown(check: Check) -> str:
    """The changes as a table; what is built anew, and notes."""
    mark = {Effect.NOTICED: "⚠️", Effect.BREAKING: "❌"}.get(check.effect, "✅")
    lines = ["## What this change does to the data", "", f"{mark} {summary(check)}"]
    if check.changes:
        lines += ["", *_table(check.changes)]
    if check.rebuilt:
        lines += ["", f"Built anew: {', '.join(f'`{table}`' for table in check.rebuilt)}"]
    if told := [*file_lines(check), *check.notes]:
        lines += ["", *(f"- {line}" for line in told)]
    return "\n".join(lines) + "\n"


def _table(changes: list[Change]) -> Iterator[str]:
    yield "| class | where | what | what the next run does | noticed by |"
    yield "| --- | --- | --- | --- | --- |"
    for change in changes:
        where = f"`{change.contract}`" + (f"<br>`{change.part}`" if change.part else "")
        what, then = _cell(change.what), _cell(change.then)
        noticed = ", ".join(change.noticed_by)
        yield f"| **{change.effect.label}** | {where} | {what} | {then} | {noticed} |"


def _cell(text: str) -> str:
    """Free text of a contract must neither end the cell nor become markup."""
    return text.replace("|", chr(0x2223)).replace("<", "&lt;")
