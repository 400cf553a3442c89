"""Draws the defects that the records of a file get at random."""

from __future__ import annotations

from random import Random

from generator.draft import FIRST
from generator.kinds import STRUCTURAL_KINDS, VALUE_KINDS, StructuralKind, ValueKind
from generator.layout import Layout

_DEFECTS = 0.2
"""Records with a defect of their own, at dirty 1."""

_BROKEN = 0.02
"""Records broken as text, at dirty 1."""

RowKind = ValueKind | StructuralKind


def row_kind(name: str) -> RowKind:
    """The kind of a name."""
    return VALUE_KINDS[name] if name in VALUE_KINDS else STRUCTURAL_KINDS[name]


def draw_kinds(
    dataset: str, layout: Layout, count: int, dirty: float, rng: Random
) -> list[RowKind]:
    """As many kinds as dirt wants for so many records; none for files of very few."""
    if not dirty or count < 4 * FIRST:
        return []
    values = [k for k in VALUE_KINDS.values() if dataset in k.datasets]
    lines = [k for k in STRUCTURAL_KINDS.values() if layout.container in k.containers and k.drawn]
    if layout.trailing_delimiter or layout.short_rows or layout.quotes_oddly:
        lines = []  # They would mean another thing there, and so would rows beside them.
    defects = int(count * _DEFECTS * dirty + rng.random())
    broken = min(int(count * _BROKEN * dirty + rng.random()), count // 6)
    return [
        *rng.choices(values, [k.weight for k in values], k=defects),
        *(rng.choices(lines, k=broken) if lines else []),
    ]
