"""Charts that fit into a table cell."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def sparkline(values: Sequence[float]) -> str:
    """One character per value, its height in proportion to the greatest."""
    greatest = max(values, default=0)
    if greatest <= 0:
        return _LEVELS[0] * len(values)
    return "".join(_LEVELS[min(7, int(max(v, 0) / greatest * 8))] for v in values)


def bar(share: float, width: int = 20) -> str:
    """A bar that fills `share` of `width` characters, to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)
