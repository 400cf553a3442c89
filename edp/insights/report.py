"""Writes the insights as one HTML file that needs no network and no server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from edp.errors import EdpError
from edp.insights import charts
from edp.insights.model import Insights, Quality, ReasonCount
from edp.insights.page import PAGE, STYLE

_TOP_REASONS = 12
_TOP_CUSTOMERS = 5
_CHART_OPTIONS = {"displaylogo": False, "responsive": True, "displayModeBar": False}


def write_report(insights: Insights, path: Path) -> None:
    """Writes the report; a reader who looks meanwhile sees the old one or the new one.

    Raises:
        EdpError: the file cannot be written.
    """
    page = PAGE.format(
        title="Shop insights", style=STYLE, script=get_plotlyjs(), body=_body(insights)
    )
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(page, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise EdpError(f"cannot write {path}: {error.strerror}") from error


def _body(insights: Insights) -> str:
    return "\n".join(
        (
            _header(insights),
            _headline_cards(insights),
            _revenue(insights),
            _activity(insights),
            _lifetime(insights),
            _quality(insights.quality),
            "<footer>Days are UTC days. Revenue is the amount of paid, shipped and delivered "
            "transactions on the day they were placed; refunded ones are not part of it. "
            "Every table and figure is explained in <code>docs/data-model.md</code>.</footer>",
        )
    )


def _header(insights: Insights) -> str:
    days = [d.day for d in insights.active_days] + [d.day for d in insights.revenue_days]
    span = f"{min(days):%d %b %Y} – {max(days):%d %b %Y}" if days else "no days yet"
    return (
        f"<header><h1>Shop insights</h1><p>{span} · publication {insights.publication} "
        f"({escape(insights.build)}), published {escape(insights.published_at)}</p></header>"
    )


def _headline_cards(insights: Insights) -> str:
    cards = [
        _card(
            f"Revenue {t.currency}",
            _short_money(t.revenue),
            f"{t.orders:,} orders · {_money(t.average_order)} average",
        )
        for t in insights.revenue_totals
    ]
    cards += [_activity_card(insights), _customer_card(insights), *_quality_cards(insights.quality)]
    return f'<section class="cards">{"".join(cards)}</section>'


def _activity_card(insights: Insights) -> str:
    averages = [d.average_7_days for d in insights.active_days if d.average_7_days is not None]
    peak = max((d.active_users for d in insights.active_days), default=0)
    return _card(
        "Daily active users",
        f"{averages[-1]:,.0f}" if averages else "–",
        f"latest 7-day average · peak {peak:,}",
    )


def _customer_card(insights: Insights) -> str:
    events = sum(d.events for d in insights.active_days)
    return _card("Customers", f"{insights.customers:,}", f"{events:,} events")


def _quality_cards(quality: Quality) -> tuple[str, str]:
    missing = quality.records_read - quality.records_with_fate
    bad = sum(r.records for r in quality.records if r.fate == "quarantined")
    share = bad / (quality.records_with_fate or 1)
    accounted = quality.records_with_fate / (quality.records_read or 1)
    return (
        _card(
            "Records accounted for",
            "100 %" if not missing else f"{accounted:.4%}",
            f"{quality.records_read:,} read" + (f", {missing:+,} missing" if missing else ""),
            "bad" if missing else "good",
        ),
        _card("Quarantined", f"{share:.2%}", f"{bad:,} records"),
    )


def _revenue(insights: Insights) -> str:
    rows = [
        (
            t.currency, _money(t.revenue), f"{t.orders:,}", _money(t.average_order),
            f"{t.refunds:,}", _money(t.refunded_amount), f"{t.best_day:%d %b %Y}",
            _money(t.best_day_revenue),
        )
        for t in insights.revenue_totals
    ]  # fmt: skip
    heads = ("Currency", "Revenue", "Orders", "Average order", "Refunds", "Refunded", "Best day",
             "Its revenue")  # fmt: skip
    return _section(
        "Daily revenue",
        "One panel per currency, each on its own scale: amounts of different currencies are never "
        "added up. The strong line is the average of seven days.",
        _panel(_chart(charts.revenue(insights))),
        _panel(_table(heads, rows)),
    )


def _activity(insights: Insights) -> str:
    return _section(
        "Daily active users",
        "Known customers who did anything in the shop on a day; anonymous visitors are not "
        "counted.",
        _panel(_chart(charts.active_users(insights.active_days))),
    )


def _lifetime(insights: Insights) -> str:
    summary = [
        (
            s.currency, f"{s.customers:,}", _money(s.median), _money(s.mean), _money(s.p90),
            _money(s.greatest), f"{s.top_tenth_share:.1%}",
        )
        for s in insights.lifetime
    ]  # fmt: skip
    leaders = [
        (
            c.currency, c.user_key, c.country, f"{c.orders:,}", _money(c.revenue),
            str(c.last_order_date or ""),
        )
        for c in insights.top_customers
        if c.rank <= _TOP_CUSTOMERS
    ]  # fmt: skip
    heads = ("Currency", "Customers", "Median", "Mean", "Top 10 % from", "Greatest",
             "Share of top 10 %")  # fmt: skip
    return _section(
        "Lifetime value",
        "Customers by the revenue they have brought so far. Customers appear by key only.",
        _panel(_chart(charts.lifetime(insights))),
        _panel(_table(heads, summary)),
        _panel(
            f"<h3>The {_TOP_CUSTOMERS} greatest customers per currency</h3>"
            + _table(
                ("Currency", "Customer", "Country", "Orders", "Revenue", "Last order"),
                leaders,
                texts=3,
            )
        ),
    )


def _quality(quality: Quality) -> str:
    return _section(
        "Data quality",
        "What became of every file and every record that arrived. Nothing is dropped: a record is "
        "in silver, was merged into another record of the same key, or stands in quarantine with "
        "its reasons.",
        '<div class="pair">'
        + _panel("<h3>Files by verdict</h3>" + _chart(charts.files_by_verdict(quality)))
        + _panel("<h3>Records by fate</h3>" + _chart(charts.records_by_fate(quality)))
        + _panel("<h3>Why records were quarantined</h3>" + _reasons(quality.quarantine_reasons))
        + _panel("<h3>Why files were refused</h3>" + _reasons(quality.refusals))
        + _panel("<h3>Values set to null, record kept</h3>" + _reasons(quality.mended_reasons))
        + "</div>",
    )


def _reasons(reasons: Sequence[ReasonCount]) -> str:
    if not reasons:
        return "<p>None.</p>"
    rows = [(r.dataset, r.reason, f"{r.count:,}") for r in reasons[:_TOP_REASONS]]
    rest = len(reasons) - _TOP_REASONS
    more = f"<p>and {rest} more</p>" if rest > 0 else ""
    return _table(("Dataset", "Reason", "Times"), rows, texts=2) + more


def _section(title: str, lead: str, *parts: str) -> str:
    return (
        f'<section><h2>{escape(title)}</h2><p class="lead">{escape(lead)}</p>'
        + "".join(parts)
        + "</section>"
    )


def _panel(content: str) -> str:
    return f'<div class="panel">{content}</div>'


def _card(name: str, figure: str, note: str, kind: str = "") -> str:
    return (
        f'<div class="card {kind}"><div class="name">{escape(name)}</div>'
        f'<div class="figure">{escape(figure)}</div><div class="note">{escape(note)}</div></div>'
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """A table whose first `texts` columns are words; the others are figures."""
    kinds = ["" if i < texts else ' class="n"' for i in range(len(heads))]
    head = "".join(f"<th{k}>{escape(h)}</th>" for h, k in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f"<td{k}>{escape(v)}</td>" for v, k in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _chart(figure: go.Figure) -> str:
    chart: str = figure.to_html(full_html=False, include_plotlyjs=False, config=_CHART_OPTIONS)
    return chart


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


def _short_money(amount: Decimal) -> str:
    return f"{amount:,.0f}" if abs(amount) >= 10_000 else f"{amount:,.2f}"
