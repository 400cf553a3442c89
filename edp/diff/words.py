"""The sentences that the screen and the pull request share."""

from __future__ import annotations

from edp.diff.model import Comparison, Risk


def counts(comparison: Comparison) -> str:
    """How many risks and changes there are, in words."""
    parts = [_count(len(comparison.findings), "risk")] if comparison.findings else ["no risk"]
    parts += [f"{len(places)} {kind}" for kind, places in comparison.changes.items()]
    return ", ".join(parts if comparison.changes or comparison.findings else ["no difference"])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def advice(comparison: Comparison) -> list[Risk]:
    """The classes found, the worst first: each brings its advice."""
    found = {finding.risk for finding in comparison.findings}
    return [risk for risk in Risk if risk in found]
