"""The currencies of ISO 4217, and the signs by which people know them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Currency:
    """One row of `reference/currencies.csv`.

    Attributes:
        code: three capital letters.
        name: in English, as the standard has it.
        decimals: digits of the minor unit; None where there is none (gold, tests).
        withdrawn: the year in which the code ceased to be valid, if it did: old files have it.
        signs: how people write it; other currencies may be written the same way.
    """

    code: str
    name: str
    decimals: int | None
    withdrawn: int | None
    signs: tuple[str, ...]


@cache
def currencies() -> Mapping[str, Currency]:
    """All currencies by their codes."""
    text = files("contracts").joinpath("reference", "currencies.csv").read_text(encoding="utf-8")
    return {row["code"]: _currency(row) for row in csv.DictReader(text.splitlines())}


@cache
def currency_signs() -> Mapping[str, frozenset[str]]:
    """Each sign -> the codes of all currencies that it may mean."""
    meant: dict[str, set[str]] = {}
    for currency in currencies().values():
        for sign in currency.signs:
            meant.setdefault(sign, set()).add(currency.code)
    return {sign: frozenset(codes) for sign, codes in meant.items()}


def _currency(row: Mapping[str, str]) -> Currency:
    return Currency(
        row["code"],
        row["name"],
        int(row["decimals"]) if row["decimals"] else None,
        int(row["withdrawn"]) if row["withdrawn"] else None,
        tuple(row["signs"].split()),
    )
