"""Charts that fit into a table cell."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float]) -> str:
    """One character per value, its height in proportion to the greatest."""
    greatest = max(values, default=0)
    if greatest <= 0:
        return _LEVELS[0] * len(values)
    return "".join(_LEVELS[min(7, int(max(v, 0) / greatest * 8))] for v in values)
