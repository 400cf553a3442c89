"""Shows the insights on a terminal."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from edp.insights.model import Insights, Quality, ReasonCount
from edp.insights.spark_line import bar, sparkline

_RECENT_DAYS = 28
_TOP_CUSTOMERS = 3
_TOP_REASONS = 8
_FATES = ("silver", "superseded", "duplicate", "quarantined")
_VERDICTS = ("accept", "accept_with_quarantine", "reject", "empty")


def show(insights: Insights, console: Console) -> None:
    """Prints everything worth knowing in a screen or two."""
    console.print(_headline(insights))
    console.print(_revenue(insights))
    console.print(_activity(insights))
    console.print(_lifetime(insights))
    console.print(_top_customers(insights))
    console.print(_files(insights.quality))
    console.print(_records(insights.quality))
    if insights.quality.quarantine_reasons:
        console.print(_reasons("Why records were quarantined", insights.quality.quarantine_reasons))
    if insights.quality.refusals:
        console.print(_reasons("Why files were refused", insights.quality.refusals))


def _headline(insights: Insights) -> Panel:
    text = Text.assemble(
        ("Publication ", "dim"),
        (str(insights.publication), "bold"),
        (f"  build {insights.build}  published {insights.published_at}\n", "dim"),
        (f"{insights.customers:,}", "bold cyan"),
        " customers   ",
        (f"{sum(t.orders for t in insights.revenue_totals):,}", "bold cyan"),
        " orders with revenue   ",
        (f"{sum(d.events for d in insights.active_days):,}", "bold cyan"),
        " events",
    )
    return Panel(text, title="[bold]The shop today[/bold]", border_style="cyan", expand=False)


def _table(title: str, *columns: str, right: int = 0) -> Table:
    """A table whose columns from number `right` on are aligned to the right."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_style="bold", title_justify="left")
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if right and i >= right else "left")
    return table


def _revenue(insights: Insights) -> Table:
    columns = ("Currency", f"Last {_RECENT_DAYS} days", "Revenue", "Orders", "Average", "Refunded")
    table = _table("Revenue per currency (never added up)", *columns, right=2)
    recent = {
        currency: [float(d.revenue) for d in days][-_RECENT_DAYS:]
        for currency, days in groupby(insights.revenue_days, key=lambda d: d.currency)
    }
    for t in insights.revenue_totals:
        line = Text(sparkline(recent.get(t.currency, [])), "green")
        figures = (_money(t.revenue), f"{t.orders:,}", _money(t.average_order))
        table.add_row(Text(t.currency, "bold"), line, *figures, _money(t.refunded_amount))
    return table


def _activity(insights: Insights) -> Table:
    columns = ("Day", "", "Active", "7-day average", "Sessions", "Events", "Purchases")
    table = _table("Daily active users, last 7 days", *columns, right=2)
    days = insights.active_days
    peak = max((d.active_users for d in days[-7:]), default=0) or 1
    for d in days[-7:]:
        average = "" if d.average_7_days is None else f"{d.average_7_days:,.1f}"
        counts = (f"{n:,}" for n in (d.sessions, d.events, d.purchases))
        strip = Text(bar(d.active_users / peak), "cyan")
        table.add_row(f"{d.day:%a %d %b %Y}", strip, f"{d.active_users:,}", average, *counts)
    if days:
        best = max(days, key=lambda d: d.active_users)
        history = sparkline([d.active_users for d in days[-_RECENT_DAYS:]])
        table.caption = (
            f"last {_RECENT_DAYS} days {history}   peak {best.active_users:,} on {best.day}"
        )
        table.caption_justify = "left"
    return table


def _lifetime(insights: Insights) -> Table:
    columns = ("Currency", "Customers by value", "Customers", "Median", "Mean", "Top 10 % from",
               "Greatest", "Share of top 10 %")  # fmt: skip
    table = _table("Lifetime value of customers", *columns, right=2)
    for s in insights.lifetime:
        spread = [b.customers for b in insights.lifetime_buckets if b.currency == s.currency]
        figures = (_money(v) for v in (s.median, s.mean, s.p90, s.greatest))
        line = Text(sparkline(spread), "magenta")
        name = Text(s.currency, "bold")
        table.add_row(name, line, f"{s.customers:,}", *figures, f"{s.top_tenth_share:.0%}")
    return table


def _top_customers(insights: Insights) -> Table:
    columns = ("Currency", "Customer", "Country", "Orders", "Revenue", "Last order")
    table = _table("Greatest customers", *columns, right=3)
    for currency, group in groupby(insights.top_customers, key=lambda c: c.currency):
        for c in list(group)[:_TOP_CUSTOMERS]:
            name = Text(currency if c.rank == 1 else "", "bold")
            figures = (f"{c.orders:,}", _money(c.revenue), str(c.last_order_date or ""))
            table.add_row(name, c.user_key, c.country, *figures)
    return table


def _files(quality: Quality) -> Table:
    counts = {(f.dataset, f.verdict): f.files for f in quality.files}
    return _matrix("Files by verdict", counts, _VERDICTS)


def _records(quality: Quality) -> Table:
    counts = {(f.dataset, f.fate): f.records for f in quality.records}
    table = _matrix("Records by fate", counts, _FATES)
    accounted = quality.records_with_fate
    missing = quality.records_read - accounted
    table.caption = f"{quality.records_read:,} records read, {accounted:,} accounted for" + (
        ": every one." if not missing else f": {missing:+,} MISSING."
    )
    table.caption_justify = "left"
    table.caption_style = "dim green" if not missing else "bold red"
    return table


def _matrix(title: str, counts: dict[tuple[str, str], int], kinds: tuple[str, ...]) -> Table:
    """Datasets down, kinds across, totals at both ends."""
    table = _table(title, "Dataset", *(k.replace("_", " ") for k in kinds), "total", right=1)
    table.show_footer = True
    datasets = sorted({d for d, _ in counts})
    for dataset in datasets:
        row = [counts.get((dataset, k), 0) for k in kinds]
        table.add_row(dataset, *(f"{n:,}" if n else "·" for n in row), f"{sum(row):,}")
    totals = [sum(counts.get((d, k), 0) for d in datasets) for k in kinds]
    for column, text in zip(
        table.columns, ["total", *(f"{n:,}" for n in totals), f"{sum(totals):,}"], strict=True
    ):
        column.footer = text
    return table


def _reasons(title: str, reasons: tuple[ReasonCount, ...]) -> Table:
    table = _table(title, "Dataset", "Reason", "", "Times")
    table.columns[-1].justify = "right"
    greatest = reasons[0].count
    for r in reasons[:_TOP_REASONS]:
        strip = Text(bar(r.count / greatest), "yellow")
        table.add_row(r.dataset, r.reason, strip, f"{r.count:,}")
    if len(reasons) > _TOP_REASONS:
        table.caption = f"and {len(reasons) - _TOP_REASONS} more"
        table.caption_justify = "left"
    return table


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"
