"""The charts of the report, one small figure each, so that they flow with the page.

Colours are such that they can be told from light and dark paper; text and grid are coloured by the
page's style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from edp.insights.model import ActiveDay, LifetimeBucket, RevenueDay, VisitStep

_ACCENTS = ("#3b82f6", "#14b8a6", "#a855f7", "#f59e0b", "#ec4899", "#84a90d")


def accent(place: int) -> str:
    """The colour of the currency that stands at this place."""
    return _ACCENTS[place % len(_ACCENTS)]


def revenue(days: Sequence[RevenueDay], colour: str) -> go.Figure:
    """Revenue per day in one currency, and its average over seven days."""
    currency = days[0].currency
    figure = go.Figure()
    _bars(figure, [d.day for d in days], [float(d.revenue) for d in days], colour)
    _line(figure, [d.day for d in days], [_float(d.average_7_days) for d in days], colour)
    figure.update_traces(hovertemplate="%{y:,.2f} " + currency)
    figure.update_yaxes(tickformat="~s")
    return _styled(figure)


def active_users(days: Sequence[ActiveDay]) -> go.Figure:
    """Daily active users and their average over seven days."""
    x, colour = [d.day for d in days], accent(0)
    figure = go.Figure()
    _bars(figure, x, [d.active_users for d in days], colour)
    _line(figure, x, [d.average_7_days for d in days], colour)
    figure.update_traces(hovertemplate="%{y:,.1f}")
    figure.update_traces(hovertemplate="%{y:,}", selector={"type": "bar"})
    return _styled(figure)


def visits(steps: Sequence[VisitStep]) -> go.Figure:
    """How many visits got how far."""
    first = max((s.visits for s in steps), default=0) or 1
    figure = go.Figure()
    figure.add_bar(
        y=[s.step for s in steps],
        x=[s.visits for s in steps],
        orientation="h",
        marker={"color": accent(1), "opacity": 0.75},
        textposition="auto",
        text=[f"{s.visits:,} ({s.visits / first:.0%})" for s in steps],
        hovertemplate="%{x:,} visits<extra></extra>",
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_layout(bargap=0.3, hovermode="closest")
    return _styled(figure)


def lifetime(buckets: Sequence[LifetimeBucket], colour: str) -> go.Figure:
    """How many customers stand in each bucket of lifetime value."""
    currency = buckets[0].currency
    figure = go.Figure()
    figure.add_bar(
        x=[_label(b) for b in buckets],
        y=[b.customers for b in buckets],
        marker={"color": colour, "opacity": 0.75},
        hovertemplate="%{x} " + currency + "<br>%{y:,} customers<extra></extra>",
    )
    figure.update_xaxes(type="category", tickangle=-40)
    figure.update_layout(bargap=0.1, hovermode="closest")
    return _styled(figure)


def _bars(figure: go.Figure, x: Sequence[object], y: Sequence[float], colour: str) -> None:
    figure.add_bar(x=x, y=y, name="day", marker={"color": colour, "opacity": 0.35})


def _line(figure: go.Figure, x: Sequence[object], y: Sequence[float | None], colour: str) -> None:
    style = {"width": 2.2, "color": colour}
    figure.add_scatter(x=x, y=y, name="7-day average", mode="lines", line=style)


def _styled(figure: go.Figure) -> go.Figure:
    """No title, no legend, no frame: headings and words stand in the page."""
    if figure.layout.hovermode is None:
        figure.update_layout(hovermode="x unified", bargap=0.05)
        figure.update_xaxes(ticklabelmode="period", tickformat="%b %Y")
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        font={"family": "system-ui, sans-serif", "size": 12},
        hoverlabel={"bgcolor": "#1f2933", "bordercolor": "#1f2933", "font": {"color": "#ffffff"}},
    )
    figure.update_xaxes(zeroline=False, automargin=True, fixedrange=True, nticks=8, showgrid=False)
    figure.update_yaxes(zeroline=False, automargin=True, fixedrange=True, nticks=5)
    return figure


def _label(bucket: LifetimeBucket) -> str:
    return f"{_short(bucket.low)}–{_short(bucket.high)}"


def _short(value: int) -> str:
    for unit, sign in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if value >= unit:
            return f"{value // unit}{sign}"
    return str(value)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
