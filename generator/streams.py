"""Clean users, transactions and events of one shard, column by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from generator.clock import DAY_SECONDS, SECOND, YEAR_START
from generator.pools import RATES, Pools
from generator.tables import Columns, Value, table

_SEASON = 300 * DAY_SECONDS
"""Activity falls into this many seconds of 2025; late updates come after it."""

_FUNNEL = ("view", "view", "view", "view", "search", "view", "wishlist", "cart", "view", "cart")
_DEVICES = ("mobile", "mobile", "mobile", "desktop", "desktop", "tablet")
_METHODS = ("card", "card", "card", "paypal", "paypal", "bank_transfer", "invoice", "wallet", None)
_STATUSES = (
    *("delivered",) * 9,
    *("paid",) * 5,
    *("shipped",) * 3,
    "pending",
    "cancelled",
    "refunded",
)


@dataclass
class Shard:
    """The entities of one shard: their number ranges and the countries of its users."""

    number: int
    seed: int
    pools: Pools
    first_user: int
    users: int
    first_event: int
    first_transaction: int
    countries: list[str] = field(init=False)
    products: list[tuple[str, int]] = field(init=False)
    """Number and price of each place of the table of products."""

    def __post_init__(self) -> None:
        draw, choices = self.rng("countries").random, self.pools.country_table
        self.countries = [choices[int(draw() * len(choices))] for _ in range(self.users)]
        known = [(f"P{i:06d}", price) for i, price in enumerate(self.pools.prices)]
        self.products = [known[i] for i in self.pools.product_table]

    def rng(self, purpose: str) -> Random:
        """Random numbers of their own for a purpose: nothing else shifts them."""
        return Random(f"{self.seed}:{self.number}:{purpose}")


class UserStream:
    """The users of a shard, one after another."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._rng = shard.rng("users")
        self._next = 0

    def take(self, count: int) -> Columns:
        """The next users."""
        first = self._next
        self._next += count
        return _columns("users", [self._user(first + i) for i in range(count)])

    def _user(self, index: int) -> tuple[Value, ...]:
        draw, shard = self._rng.random, self._shard
        country = shard.pools.countries[shard.countries[index % shard.users]]
        first, first_mail = country.first_names[int(draw() * len(country.first_names))]
        last, last_mail = country.last_names[int(draw() * len(country.last_names))]
        domain = shard.pools.domains[int(draw() * len(shard.pools.domains))]
        signed_up = YEAR_START - int(draw() * 700) * DAY_SECONDS + int(draw() * DAY_SECONDS)
        updated = signed_up + 60 + int(draw() * draw() * 200 * DAY_SECONDS)
        return (
            f"U{shard.first_user + index:08d}",
            f"{first} {last}",
            f"{first_mail}.{last_mail}{index % 977}@{domain}",
            f"+{country.dialling}{150_000_000 + int(draw() * 800_000_000)}",
            country.cities[int(draw() * len(country.cities))],
            country.code,
            16 + int(draw() * draw() * 75),
            signed_up * SECOND,
            updated * SECOND,
        )


class TransactionStream:
    """Transactions of the users of a shard."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._rng = shard.rng("transactions")
        self._next = shard.first_transaction

    def take(self, count: int) -> Columns:
        """The next transactions."""
        first = self._next
        self._next += count
        return _columns("transactions", [self._transaction(first + i) for i in range(count)])

    def _transaction(self, number: int) -> tuple[Value, ...]:
        draw, shard, pools = self._rng.random, self._shard, self._shard.pools
        user = int(draw() * shard.users)
        country = pools.countries[shard.countries[user]]
        _, price = shard.products[int(draw() * len(shard.products))]
        amount = price * (1 + int(draw() * draw() * 4))
        status = _STATUSES[int(draw() * len(_STATUSES))]
        created = YEAR_START + int(draw() * _SEASON)
        arrived = status in ("delivered", "refunded")
        delivered = created + DAY_SECONDS + int(draw() * 6 * DAY_SECONDS) if arrived else None
        updated = (delivered or created) + 60 + int(draw() * 7200)
        return (
            f"T{number:010d}",
            f"U{shard.first_user + user:08d}",
            max(1, amount * RATES[country.currency] // 100),
            country.currency,
            status,
            _METHODS[int(draw() * len(_METHODS))],
            country.code,
            created * SECOND,
            None if delivered is None else delivered * SECOND,
            updated * SECOND,
        )


class EventStream:
    """Visits of the users of a shard (and of strangers), as sequences of events."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._rng = shard.rng("events")
        self._next = shard.first_event
        self._session = shard.first_event
        self._rest: list[tuple[Value, ...]] = []

    def take(self, count: int) -> Columns:
        """The next events; a visit may go on in the next file."""
        rows = self._rest
        while len(rows) < count:
            self._visit(rows)
        self._rest = rows[count:]
        return _columns("events", rows[:count])

    def _visit(self, rows: list[tuple[Value, ...]]) -> None:
        draw, shard = self._rng.random, self._shard
        products, many = shard.products, len(shard.products)
        index = int(draw() * shard.users)
        user = f"U{shard.first_user + index:08d}" if draw() > 0.15 else None
        country, device = shard.countries[index], _DEVICES[int(draw() * len(_DEVICES))]
        self._session += 1
        session = f"S{self._session:010d}"
        now = (YEAR_START + int(draw() * _SEASON)) * 1000
        product, price = products[int(draw() * many)]
        for kind in self._actions(user):
            now += 1000 + int(draw() * 90_000)
            ts, event = now * 1000, f"E{self._next:010d}"
            self._next += 1
            if kind == "search":
                rows.append((event, user, session, kind, ts, None, country, device, None))
                continue
            if kind == "view":
                product, price = products[int(draw() * many)]
            rows.append((event, user, session, kind, ts, product, country, device, price))

    def _actions(self, user: str | None) -> list[str]:
        """What the visitor does, in order; some of those who are known buy at the end."""
        draw = self._rng.random
        length = 1 + int(draw() * draw() * 18)
        types = [_FUNNEL[int(draw() * 10)] for _ in range(length)]
        if length > 4 and user is not None and draw() < 0.4:
            types[-2:] = ["checkout", "purchase"]
        return types


Stream = UserStream | TransactionStream | EventStream


def open_streams(shard: Shard) -> dict[str, Stream]:
    """The stream of each dataset."""
    return {
        "events": EventStream(shard),
        "transactions": TransactionStream(shard),
        "users": UserStream(shard),
    }


def _columns(dataset: str, rows: list[tuple[Value, ...]]) -> Columns:
    names = table(dataset).columns
    if not rows:
        return {name: [] for name in names}
    return {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
