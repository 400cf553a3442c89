"""Whether all values of a column's type are values of another one."""

from __future__ import annotations

from contracts.types import WHOLE, digits_of


def is_wider(before: str, after: str) -> bool:
    """Whether every value of a type is the same value of the other."""
    if (before, after) == ("date", "timestamp"):
        return True
    if not (_is_number(before) and _is_number(after)) or (after in WHOLE and before not in WHOLE):
        return False
    if after in WHOLE:
        return WHOLE[before][1] <= WHOLE[after][1]
    whole, decimals = digits_of(after)
    if before in WHOLE:
        return whole >= len(str(WHOLE[before][1]))
    return whole >= digits_of(before)[0] and decimals >= digits_of(before)[1]


def _is_number(type_: str) -> bool:
    return type_ in WHOLE or type_.startswith("decimal(")
