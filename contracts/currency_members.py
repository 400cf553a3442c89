"""The currencies of ISO 4217 as the rows of a dimension."""

from __future__ import annotations

from contracts.currencies import currencies, currency_signs
from contracts.model import Member


def currency_members() -> tuple[Member, ...]:
    """Those with a minor unit: nobody pays in gold, or in what is there for tests."""
    return tuple(
        Member(code, {"name": c.name, "decimals": c.decimals}, _own(code, c.signs))
        for code, c in currencies().items()
        if c.decimals is not None
    )


def _own(code: str, signs: tuple[str, ...]) -> tuple[str, ...]:
    """Signs that mean no other currency; letter case does not tell them apart."""
    meant: dict[str, set[str]] = {}
    for sign, codes in currency_signs().items():
        meant.setdefault(sign.lower(), set()).update(codes)
    others = {other.lower() for other in currencies() if other != code}
    own = {s.lower(): s for s in signs if meant[s.lower()] == {code} and s.lower() not in others}
    return tuple(own.values())
