"""One record per key by docs/cleansing-rules.md, slowly and plainly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

Found = tuple[dict[str, Any], list[str], list[str], dict[str, str]]
Candidate = tuple[dict[str, Any], dict[str, str], tuple[str, int]]


def continues(found: Found, above: dict[str, Any], key: str, order: str) -> bool:
    """Whether a row only goes on with the one above, of which the clean values are given."""
    values, reasons, notes, _ = found
    if not values[key] or values[key] != above[key] or values[order] or notes:
        return False
    lacking = all(reason.endswith(":missing") for reason in reasons)
    return lacking and all(v is None or v == above[n] for n, v in values.items())


def chosen(members: list[Candidate], order: str) -> Candidate | None:
    """Of good records of one key the one to keep: the best of the newest state without conflict."""
    for moment in sorted({when(values, order) for values, _, _ in members}, reverse=True):
        state = [m for m in members if when(m[0], order) == moment]
        if all(_agree(one, other) for one, other in combinations(state, 2)):
            return max(state, key=_rank)
    return None


def when(values: dict[str, Any], order: str) -> datetime:
    """Its place among the states of its key; without one it stands below all others."""
    return values[order] or datetime.min.replace(tzinfo=UTC)


def _agree(one: Candidate, other: Candidate) -> bool:
    pairs = [(one[0], other[0])]
    if one[2][0] == other[2][0]:
        pairs.append((one[1], other[1]))
    return not any(
        a.get(n) is not None and b.get(n) is not None and a[n] != b[n] for a, b in pairs for n in a
    )


def _rank(member: Candidate) -> tuple[Any, ...]:
    values, others, (path, number) = member
    there = [value is not None for value in values.values()]
    parts = [(int(d or 0), t) for t, d in re.findall(r"(\D*)(\d*)", path)]
    # Texts and numbers by turns, each compared as what it is.
    by_turns = [part for number_, text in parts for part in (text, number_)]
    return sum(there), len(others), there, by_turns, path, number
