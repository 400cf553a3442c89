"""The report's sections on money and customers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from itertools import groupby

from edp.insights import charts
from edp.insights.html import card, chart, grid, money, panel, section, sparkline, table
from edp.insights.model import (
    Insights,
    LifetimeBucket,
    RevenueDay,
    RevenueTotal,
    TopCustomer,
    WaitingMoney,
)
from edp.insights.waiting_words import beside, sentences
from edp.insights.weeks import last_weeks

_TOP_CUSTOMERS = 5


def key_figures(insights: Insights) -> str:
    """The figures that everybody asks for first."""
    days = _revenue_days(insights)
    whole = (_customer_card(insights), _activity_card(insights), *_quality_cards(insights))
    currencies = (
        _revenue_card(t, days[t.currency], charts.accent(i), insights.waiting.money_in(t.currency))
        for i, t in enumerate(insights.revenue_totals)
    )
    return "".join(f'<div class="cards">{"".join(cards)}</div>' for cards in (whole, currencies))


def _revenue_days(insights: Insights) -> dict[str, list[RevenueDay]]:
    return {c: list(d) for c, d in groupby(insights.revenue_days, key=lambda d: d.currency)}


def _revenue_card(
    total: RevenueTotal, days: list[RevenueDay], colour: str, waits: WaitingMoney | None
) -> str:
    weeks = [float(w) for w in last_weeks([d.revenue for d in days], len(days))]
    note = f"{total.orders:,} orders, {money(total.average_order)} on average"
    name, line = f"Revenue {total.currency}", sparkline(weeks, colour)
    below = f'<div class="note">{escape(beside(waits))}</div>' if waits else ""
    return card(name, _short_money(total.revenue), note, line, below)


def _activity_card(insights: Insights) -> str:
    averages = [d.average_7_days for d in insights.active_days if d.average_7_days is not None]
    peak = max((d.active_users for d in insights.active_days), default=0)
    figure = f"{averages[-1]:,.0f}" if averages else "–"
    return card("Daily active users", figure, f"average of the last 7 days; at most {peak:,}")


def _customer_card(insights: Insights) -> str:
    events = sum(d.events for d in insights.active_days)
    return card("Customers", f"{insights.customers:,}", f"{events:,} events by them and by others")


def _quality_cards(insights: Insights) -> Iterator[str]:
    quality = insights.quality
    read, found = quality.records_read, quality.records_with_fate
    missing = read - found
    bad = sum(r.records for r in quality.records if r.fate == "quarantined")
    figure = "100 %" if not missing else f"{found / (read or 1):.4%}"
    note = f"{read:,} read" + (f", {missing:+,} missing" if missing else ", every one has its fate")
    yield card("Records accounted for", figure, note, kind="bad" if missing else "good")
    yield card("Quarantined", f"{bad / (found or 1):.2%}", f"{bad:,} records, each with reasons")


def revenue(insights: Insights) -> str:
    """Daily revenue, one chart per currency, and the totals."""
    panels = [
        panel(chart(charts.revenue(days, charts.accent(i)), f"Daily revenue in {c}"), title=c)
        for i, (c, days) in enumerate(_revenue_days(insights).items())
    ]
    rows = [
        (
            t.currency,
            money(t.revenue),
            f"{t.orders:,}",
            money(t.average_order),
            f"{t.refunds:,}",
            money(t.refunded_amount),
            f"{t.best_day:%d %b %Y}",
            money(t.best_day_revenue),
        )
        for t in insights.revenue_totals
    ]
    heads = (
        "Currency",
        "Revenue",
        "Orders",
        "Average order",
        "Refunds",
        "Refunded",
        "Best day",
        "Its revenue",
    )
    return section(
        "revenue",
        "Daily revenue",
        "One chart per currency, each on its own scale: amounts of different currencies are never "
        "added up. Bars are days, the line is the average of seven days.",
        grid(panels),
        panel(table(heads, rows), *_waiting(insights)),
    )


def _waiting(insights: Insights) -> Iterator[str]:
    yield from (f'<p class="waits">{escape(told)}</p>' for told in sentences(insights.waiting))


def activity(insights: Insights) -> str:
    """Daily active users, and how far visits got."""
    daily = chart(charts.active_users(insights.active_days), "Daily active users", "tall")
    steps = chart(charts.visits(insights.visits), "Visits by how far they got", "tall")
    return section(
        "activity",
        "User activity",
        "Known customers who did anything in the shop on a day; anonymous visitors count as visits "
        "only. Bars are days, the line is the average of seven days.",
        grid(
            (panel(daily, title="Active users per day"), panel(steps, title="Visits with a …")),
            "wide",
        ),
    )


def lifetime(insights: Insights) -> str:
    """How lifetime value is spread, and who leads."""
    rows = [
        (
            s.currency,
            f"{s.customers:,}",
            money(s.median),
            money(s.mean),
            money(s.p90),
            money(s.greatest),
            f"{s.top_tenth_share:.1%}",
        )
        for s in insights.lifetime
    ]
    heads = (
        "Currency",
        "Customers",
        "Median",
        "Mean",
        "Top 10 % from",
        "Greatest",
        "Share of top 10 %",
    )
    return section(
        "lifetime",
        "User lifetime value",
        "Customers by the revenue they have brought so far, per currency. Customers appear by key "
        "only.",
        grid(_spreads(insights)),
        panel(table(heads, rows)),
        grid(_leaders(insights)),
    )


def _spreads(insights: Insights) -> Iterator[str]:
    places = {c: i for i, c in enumerate(insights.currencies)}

    def currency(bucket: LifetimeBucket) -> str:
        return bucket.currency

    for name, group in groupby(insights.lifetime_buckets, key=currency):
        colour = charts.accent(places.get(name, 0))
        figure = charts.lifetime(list(group), colour)
        yield panel(chart(figure, f"Customers by value in {name}"), title=f"{name}: customers")


def _leaders(insights: Insights) -> Iterator[str]:
    heads = ("Customer", "Country", "Orders", "Revenue")

    def currency(customer: TopCustomer) -> str:
        return customer.currency

    for name, group in groupby(insights.top_customers, key=currency):
        rows = [
            (c.user_key, c.country, f"{c.orders:,}", money(c.revenue))
            for c in group
            if c.rank <= _TOP_CUSTOMERS
        ]
        yield panel(table(heads, rows, texts=2), title=f"{name}: greatest customers")


def _short_money(amount: Decimal) -> str:
    return f"{amount:,.0f}" if abs(amount) >= 10_000 else money(amount)
