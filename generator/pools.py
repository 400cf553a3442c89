"""Names, places and prices to draw from; made once, because asking Faker per row is slow."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TypeVar

_COUNTRIES = {
    "DE": ("de_DE", "EUR", "49", 28),
    "FR": ("fr_FR", "EUR", "33", 14),
    "GB": ("en_GB", "GBP", "44", 13),
    "US": ("en_US", "USD", "1", 12),
    "SE": ("sv_SE", "SEK", "46", 6),
    "PL": ("pl_PL", "PLN", "48", 7),
    "CH": ("fr_CH", "CHF", "41", 4),
    "AT": ("de_AT", "EUR", "43", 4),
    "NL": ("nl_NL", "EUR", "31", 5),
    "ES": ("es_ES", "EUR", "34", 4),
    "IT": ("it_IT", "EUR", "39", 3),
}
RATES = {"EUR": 100, "GBP": 85, "USD": 108, "SEK": 1130, "PLN": 428, "CHF": 95}
"""How many hundredths of a currency one euro buys."""

_FIRST_NAMES, _LAST_NAMES, _CITIES = 40, 80, 40
_PRODUCTS = 4_000
_TABLE = 1 << 15
_PLAIN = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")
_DOMAINS = ("example.com", "example.org", "mail.example.net", "post.example.eu")

T = TypeVar("T")
_FIXED_CITIES = {
    "IT": ("Roma", "Milano", "Torino", "Bologna", "Forlì", "Napoli", "Trieste", "Bari")
}
"""Faker keeps Italian cities in a set, whose order differs from one process to the next."""

Name = tuple[str, str]
"""A name as people write it, and as it stands in an e-mail address."""


@dataclass(frozen=True)
class Country:
    """What people of one country are called, where they live and what they pay with."""

    code: str
    currency: str
    dialling: str
    first_names: tuple[Name, ...]
    last_names: tuple[Name, ...]
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Pools:
    """All values to draw from. Tables of choices are long lists: one index is one draw."""

    countries: dict[str, Country]
    country_table: tuple[str, ...]
    product_table: tuple[int, ...]
    prices: tuple[int, ...]
    domains: tuple[str, ...] = _DOMAINS


def make_pools(seed: int) -> Pools:
    """The pools of a seed."""
    rng = Random(f"pools:{seed}")
    countries = {code: _country(code, seed) for code in _COUNTRIES}
    return Pools(
        countries=countries,
        country_table=_weighted(list(_COUNTRIES), [c[3] for c in _COUNTRIES.values()]),
        product_table=_weighted(range(_PRODUCTS), [1 / (i + 3) for i in range(_PRODUCTS)]),
        prices=tuple(_price(rng) for _ in range(_PRODUCTS)),
    )


def _country(code: str, seed: int) -> Country:
    from faker import Faker  # here: it is slow to import, and only one process needs it

    locale, currency, dialling, _ = _COUNTRIES[code]
    fake = Faker(locale, providers=["faker.providers.address", "faker.providers.person"])
    fake.seed_instance(f"{seed}:{code}")
    return Country(
        code=code,
        currency=currency,
        dialling=dialling,
        first_names=tuple(map(_name, _distinct(fake.first_name, _FIRST_NAMES))),
        last_names=tuple(map(_name, _distinct(fake.last_name, _LAST_NAMES))),
        cities=_FIXED_CITIES.get(code) or tuple(_distinct(fake.city, _CITIES)),
    )


def _distinct(draw: Callable[[], object], wanted: int) -> list[str]:
    """Different plain words, in the order they were drawn; fewer if the locale has no more."""
    found: dict[str, None] = {}
    for _ in range(wanted * 8):
        text = unicodedata.normalize("NFC", str(draw()))
        if _PLAIN.fullmatch(text):
            found.setdefault(text)
        if len(found) == wanted:
            break
    return list(found)


def _name(text: str) -> Name:
    folded = text.lower().replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return text, re.sub(r"[^a-z]", "", plain) or "kunde"


def _price(rng: Random) -> int:
    """A price in cents between about 2 and 2 000 euro, mostly ending in 9, 49 or 99 cents."""
    euros = int(2 * 10 ** (rng.random() * 3))
    return euros * 100 + rng.choice((99, 99, 95, 49, 0, 9))


def _weighted(choices: Sequence[T], weights: Sequence[float]) -> tuple[T, ...]:
    """Each choice as often as its weight wants it."""
    limits = list(accumulate(weights))
    step = limits[-1] / _TABLE
    return tuple(choices[bisect(limits, step * i)] for i in range(_TABLE))
