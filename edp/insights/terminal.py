"""Shows the insights on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from edp.display.look import bar, put, table
from edp.insights.model import Insights, WaitingReason
from edp.insights.quality_tables import quality_tables
from edp.insights.spark_line import sparkline
from edp.insights.waiting_words import sentences
from edp.insights.weeks import last_weeks
from edp.reasons import in_words

_WEEKS = 13
_TOP_CUSTOMERS = 3


def show(insights: Insights, console: Console) -> None:
    """Prints everything worth knowing in a screen or two."""
    put(
        console,
        _headline(insights),
        _revenue(insights),
        *_waiting(insights),
        _activity(insights),
        _lifetime(insights),
        _top_customers(insights),
        *quality_tables(insights.quality),
    )


def _headline(insights: Insights) -> Panel:
    days = insights.days
    span = f"{days[0]:%d %b %Y} – {days[1]:%d %b %Y}" if days else "no days yet"
    figures = {
        "customers": insights.customers,
        "orders": sum(t.orders for t in insights.revenue_totals),
        "events": sum(d.events for d in insights.active_days),
    }
    text = Text(f"{span}\n")
    for name, figure in figures.items():
        text.append(f"{figure:,}", "bold cyan").append(f" {name}   ")
    text.append(f"\npublication {insights.publication} of {insights.published}", "dim")
    return Panel(text, title="[bold]The shop[/bold]", border_style="cyan", expand=False)


def _revenue(insights: Insights) -> Table:
    columns = ("Currency", f"Last {_WEEKS} weeks", "Revenue", "Orders", "Average", "Refunded")
    shown = table("Revenue per currency (never added up)", *columns, right=2)
    by_currency = {
        currency: list(days)
        for currency, days in groupby(insights.revenue_days, key=lambda d: d.currency)
    }
    for t in insights.revenue_totals:
        weeks = last_weeks([d.revenue for d in by_currency.get(t.currency, [])], _WEEKS)
        line = Text(sparkline([float(w) for w in weeks]), "green")
        figures = (_money(t.revenue), f"{t.orders:,}", _money(t.average_order))
        shown.add_row(Text(t.currency, "bold"), line, *figures, _money(t.refunded_amount))
    return shown


def _waiting(insights: Insights) -> Iterator[RenderableType]:
    """What is not in the figures, and which lines of contracts would bring most of it back."""
    if told := list(sentences(insights.waiting)):
        yield Group(*(Text.assemble(("! ", "bold yellow"), t) for t in told))
    if insights.waiting.reasons:
        heads = ("Reason, and the line that decides", "Records", "Would come back")
        shown = table("What keeps most records back", *heads, right=1)
        for r in insights.waiting.reasons:
            back = f"{r.alone:,}" if r.contract else "·"
            shown.add_row(_reason(r), f"{r.records:,}", back)
        shown.caption = (
            "Would come back: if the contract were mended there; · if sent again, mended."
        )
        yield shown


def _reason(reason: WaitingReason) -> Text:
    words = Text(f"{reason.dataset}, {in_words(reason.dataset, reason.reason)}")
    return words.append(f"\n{reason.contract}", "cyan") if reason.contract else words


def _activity(insights: Insights) -> Table:
    columns = ("Day", "", "Active", "Average", "Sessions", "Events", "Purchases")
    shown = table("Daily active users, last 7 days", *columns, right=2)
    days = insights.active_days
    peak = max((d.active_users for d in days[-7:]), default=0) or 1
    for d in days[-7:]:
        average = "" if d.average_7_days is None else f"{d.average_7_days:,.1f}"
        counts = (f"{n:,}" for n in (d.sessions, d.events, d.purchases))
        strip = Text(bar(d.active_users / peak, 14), "cyan")
        shown.add_row(f"{d.day:%a %d %b}", strip, f"{d.active_users:,}", average, *counts)
    if days:
        best = max(days, key=lambda d: d.active_users)
        shown.caption = (
            f"Average: of 7 days. Most on one day: {best.active_users:,}, {best.day:%d %b %Y}."
        )
    return shown


def _lifetime(insights: Insights) -> Table:
    columns = ("Currency", "By value", "Customers", "Median", "Top 10 %", "Its share")
    shown = table("Lifetime value of customers", *columns, right=2)
    for s in insights.lifetime:
        spread = [b.customers for b in insights.lifetime_buckets if b.currency == s.currency]
        figures = (_money(v) for v in (s.median, s.p90))
        line = Text(sparkline(spread), "magenta")
        name = Text(s.currency, "bold")
        shown.add_row(name, line, f"{s.customers:,}", *figures, f"{s.top_tenth_share:.0%}")
    shown.caption = "Top 10 %: what a customer must have brought to be among them."
    return shown


def _top_customers(insights: Insights) -> Table:
    columns = ("Currency", "Customer", "Country", "Orders", "Revenue", "Last order")
    shown = table("Greatest customers", *columns, right=3)
    for currency, group in groupby(insights.top_customers, key=lambda c: c.currency):
        for c in list(group)[:_TOP_CUSTOMERS]:
            name = Text(currency if c.rank == 1 else "", "bold")
            figures = (f"{c.orders:,}", _money(c.revenue), str(c.last_order_date or ""))
            shown.add_row(name, c.user_key, c.country, *figures)
    return shown


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"
