"""Comparisons as a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from edp.diff.model import Comparison
from edp.diff.words import advice, counts


def to_markdown(comparisons: list[Comparison]) -> str:
    """One section per environment: the risks as a table, advice, the changes folded away."""
    lines = ["## What this change does to AWS"]
    for comparison in comparisons:
        lines += ["", *_section(comparison)]
    return "\n".join(lines) + "\n"


def _section(comparison: Comparison) -> Iterator[str]:
    mark = "❌" if comparison.findings else "✅"
    yield f"### {mark} {comparison.environment}: {counts(comparison)}"
    if comparison.findings:
        yield ""
        yield from _table(comparison)
        yield ""
        yield from (f"- **{risk.label}**: {risk.advice}" for risk in advice(comparison))
    if comparison.changes:
        yield ""
        yield from _changes(comparison)


def _table(comparison: Comparison) -> Iterator[str]:
    yield "| risk | resource | what would happen |"
    yield "| --- | --- | --- |"
    for finding in comparison.findings:
        resource = f"`{finding.resource.place}`<br>{finding.resource.type}"
        yield f"| **{finding.risk.label}** | {resource} | {_cell(finding.what)} |"


def _cell(text: str) -> str:
    """Free text of a template must neither end the cell nor become markup."""
    return f"`{text.replace('|', chr(0x2223)).replace('`', chr(0x2019))}`"


def _changes(comparison: Comparison) -> Iterator[str]:
    yield "<details><summary>All changed resources</summary>"
    yield ""
    for kind, places in comparison.changes.items():
        yield f"- {kind}: {', '.join(f'`{place}`' for place in places)}"
    yield ""
    yield "</details>"
