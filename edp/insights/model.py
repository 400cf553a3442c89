"""The insights as values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from edp.publication import HeldBack


@dataclass(frozen=True)
class RevenueDay:
    """One currency on one calendar day (a day without orders is there, with zeros)."""

    day: date
    currency: str
    orders: int
    revenue: Decimal
    average_7_days: Decimal | None
    refunds: int
    refunded_amount: Decimal


@dataclass(frozen=True)
class RevenueTotal:
    """One currency over all days."""

    currency: str
    orders: int
    revenue: Decimal
    average_order: Decimal | None
    refunds: int
    refunded_amount: Decimal
    best_day: date
    best_day_revenue: Decimal


@dataclass(frozen=True)
class ActiveDay:
    """Customers on one calendar day; the average is over this day and the six before."""

    day: date
    active_users: int
    average_7_days: float | None
    sessions: int
    events: int
    purchases: int


@dataclass(frozen=True)
class VisitStep:
    """Visits with at least one event of a kind."""

    step: str
    visits: int


@dataclass(frozen=True)
class LifetimeSummary:
    """How lifetime value is spread over the customers who brought revenue in one currency."""

    currency: str
    customers: int
    mean: Decimal
    median: Decimal
    p90: Decimal
    greatest: Decimal
    top_tenth_share: float


@dataclass(frozen=True)
class LifetimeBucket:
    """Customers whose lifetime value is from `low` up to below `high`."""

    currency: str
    low: int
    high: int
    customers: int


@dataclass(frozen=True)
class TopCustomer:
    """A customer by key; names and addresses stay in the customer dimension."""

    currency: str
    rank: int
    user_key: str
    country: str
    orders: int
    revenue: Decimal
    last_order_date: date | None


@dataclass(frozen=True)
class FileCount:
    """Files of a dataset that met the same verdict."""

    dataset: str
    verdict: str
    files: int


@dataclass(frozen=True)
class FateCount:
    """Records of a dataset that met the same fate."""

    dataset: str
    fate: str
    records: int


@dataclass(frozen=True)
class ReasonCount:
    """How often a reason was given; a record may have several."""

    dataset: str
    reason: str
    count: int


@dataclass(frozen=True)
class ReadCount:
    """Records in the accepted files of a dataset."""

    dataset: str
    records: int


@dataclass(frozen=True)
class Quality:
    """What became of the files and records that arrived."""

    files: tuple[FileCount, ...]
    refusals: tuple[ReasonCount, ...]
    records: tuple[FateCount, ...]
    quarantine_reasons: tuple[ReasonCount, ...]
    mended_reasons: tuple[ReasonCount, ...]
    read: tuple[ReadCount, ...]
    held_back: tuple[HeldBack, ...] = ()

    @property
    def records_read(self) -> int:
        """Records in all accepted files."""
        return sum(r.records for r in self.read)

    def read_of(self, dataset: str) -> int:
        """Records in the accepted files of a dataset."""
        return sum(r.records for r in self.read if r.dataset == dataset)

    @property
    def records_with_fate(self) -> int:
        """Records that stand somewhere."""
        return sum(f.records for f in self.records)


@dataclass(frozen=True)
class WaitingMoney:
    """Quarantined orders in one currency that would count as revenue, and about how much."""

    currency: str
    orders: int
    amount: Decimal


@dataclass(frozen=True)
class WaitingFiles:
    """Files of a dataset that are `refused` or `set_aside`; how many records, where it is known."""

    dataset: str
    state: str
    files: int
    records: int | None


@dataclass(frozen=True)
class WaitingReason:
    """Why records are quarantined, and how many come back if the contract's line is another one."""

    dataset: str
    reason: str
    records: int
    alone: int
    expected: str | None
    contract: str | None


@dataclass(frozen=True)
class Waiting:
    """What is not in the figures.

    Attributes:
        money: per currency.
        unclear_orders: orders whose amount, currency or state cannot be read.
        files: files of orders, or of no dataset, that take no part.
        reasons: the most frequent ones.
    """

    money: tuple[WaitingMoney, ...]
    unclear_orders: int
    files: tuple[WaitingFiles, ...]
    reasons: tuple[WaitingReason, ...]

    def money_in(self, currency: str) -> WaitingMoney | None:
        """The money in one currency."""
        return next((m for m in self.money if m.currency == currency), None)


@dataclass(frozen=True)
class GoldTable:
    """A table of gold.

    Attributes:
        name: Its name.
        row: What a row of it is.
        made_of: The tables that its SELECT reads; none where the contract lists its rows.
        rows: How many there are.
    """

    name: str
    row: str
    made_of: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Insights:
    """Everything shown, from one gold and one silver publication."""

    publication: int
    build: str
    published_at: str
    customers: int
    revenue_totals: tuple[RevenueTotal, ...]
    revenue_days: tuple[RevenueDay, ...]
    active_days: tuple[ActiveDay, ...]
    visits: tuple[VisitStep, ...]
    lifetime: tuple[LifetimeSummary, ...]
    lifetime_buckets: tuple[LifetimeBucket, ...]
    top_customers: tuple[TopCustomer, ...]
    waiting: Waiting
    quality: Quality
    tables: tuple[GoldTable, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        """Currencies with revenue or refunds."""
        return tuple(t.currency for t in self.revenue_totals)

    @property
    def published(self) -> str:
        """When it was published, for people."""
        moment = datetime.fromisoformat(self.published_at).astimezone(UTC)
        return f"{moment:%d %b %Y, %H:%M} UTC"

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of which anything is known."""
        known = [d.day for d in self.active_days] + [d.day for d in self.revenue_days]
        return (min(known), max(known)) if known else None

    def to_json(self) -> str:
        """One JSON object; money as text, so that no cent is lost."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False)
