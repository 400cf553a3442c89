"""The charts of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from edp.insights.model import ActiveDay, Insights, LifetimeBucket, Quality

INK, MUTED, GRID = "#1f2933", "#7b8794", "#e4e7eb"
_ACCENTS = ("#2563eb", "#0d9488", "#9333ea", "#d97706", "#db2777", "#4d7c0f")
_VERDICTS = {
    "accept": "#0d9488",
    "accept_with_quarantine": "#d97706",
    "reject": "#dc2626",
    "empty": "#9aa5b1",
}
_FATES = {
    "silver": "#0d9488",
    "superseded": "#60a5fa",
    "duplicate": "#bfdbfe",
    "quarantined": "#d97706",
}


def revenue(insights: Insights) -> go.Figure:
    """Revenue per day, one panel per currency with an axis of its own."""
    panels = _Panels(insights.currencies)
    for currency, colour, place in panels:
        days = [d for d in insights.revenue_days if d.currency == currency]
        x = [d.day for d in days]
        daily = go.Scatter(
            x=x, y=[float(d.revenue) for d in days], name="day", mode="lines", fill="tozeroy",
            line={"width": 0.8, "color": _faded(colour, 0.55)}, fillcolor=_faded(colour, 0.14),
            hovertemplate="%{y:,.2f} " + currency,
        )  # fmt: skip
        average = go.Scatter(
            x=x, y=[_float(d.average_7_days) for d in days], name="7-day average", mode="lines",
            line={"width": 2.2, "color": colour}, hovertemplate="%{y:,.2f} " + currency,
        )  # fmt: skip
        panels.figure.add_trace(daily, **place)
        panels.figure.add_trace(average, **place)
    panels.figure.update_yaxes(rangemode="tozero", tickformat="~s")
    return _styled(panels.figure, panels.height)


def active_users(days: Sequence[ActiveDay]) -> go.Figure:
    """Daily active users and their average over seven days."""
    x = [d.day for d in days]
    figure = go.Figure()
    figure.add_bar(
        x=x, y=[d.active_users for d in days], name="Active users",
        marker={"color": _faded(_ACCENTS[0], 0.3), "line": {"width": 0}},
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=[d.average_7_days for d in days], name="7-day average", mode="lines",
        line={"width": 2.4, "color": _ACCENTS[0]}, hovertemplate="%{y:,.1f}",
    )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", tickformat=",")
    figure.update_layout(bargap=0.15)
    return _styled(figure, 340, legend=True)


def lifetime(insights: Insights) -> go.Figure:
    """How many customers stand in each bucket of lifetime value, one panel per currency."""
    panels = _Panels(tuple(s.currency for s in insights.lifetime))
    for currency, colour, place in panels:
        buckets = [b for b in insights.lifetime_buckets if b.currency == currency]
        panels.figure.add_trace(
            go.Bar(
                x=[_label(b) for b in buckets], y=[b.customers for b in buckets],
                marker={"color": _faded(colour, 0.75)},
                hovertemplate="%{x} " + currency + "<br>%{y:,} customers<extra></extra>",
            ),
            **place,
        )  # fmt: skip
    panels.figure.update_xaxes(type="category", tickangle=-40)
    panels.figure.update_yaxes(rangemode="tozero", tickformat=",")
    panels.figure.update_layout(bargap=0.08)
    return _styled(panels.figure, panels.height, unified=False)


def files_by_verdict(quality: Quality) -> go.Figure:
    """Share of files by verdict."""
    return _shares({(f.dataset, f.verdict): f.files for f in quality.files}, _VERDICTS)


def records_by_fate(quality: Quality) -> go.Figure:
    """Share of records by fate."""
    return _shares({(f.dataset, f.fate): f.records for f in quality.records}, _FATES)


def _shares(counts: dict[tuple[str, str], int], colours: dict[str, str]) -> go.Figure:
    """One full-width bar per dataset, divided by kind; hovering tells the counts."""
    datasets = sorted({d for d, _ in counts}, reverse=True)
    totals = {d: sum(n for (dataset, _), n in counts.items() if dataset == d) for d in datasets}
    figure = go.Figure()
    for kind, colour in colours.items():
        values = [counts.get((d, kind), 0) for d in datasets]
        shares = [v / (totals[d] or 1) for d, v in zip(datasets, values, strict=True)]
        figure.add_bar(
            y=datasets, x=shares, customdata=values, name=kind.replace("_", " "), orientation="h",
            marker={"color": colour}, text=[f"{v:,}" if v else "" for v in values],
            textposition="inside", insidetextanchor="middle", textangle=0,
            hovertemplate="%{customdata:,} (%{x:.2%})",
        )  # fmt: skip
    figure.update_xaxes(tickformat=".0%", range=[0, 1])
    figure.update_layout(barmode="stack", bargap=0.35, uniformtext={"minsize": 9, "mode": "hide"})
    return _styled(figure, 130 + 46 * max(1, len(datasets)), legend=True, unified=False)


class _Panels:
    """A grid of small charts, one per currency: (currency, colour, place in the grid)."""

    def __init__(self, currencies: Sequence[str]) -> None:
        self._currencies = currencies
        self._columns = 1 if len(currencies) < 2 else 2 if len(currencies) in (2, 4) else 3
        rows = max(1, ceil(len(currencies) / self._columns))
        self.height = 60 + 250 * rows
        self.figure = make_subplots(
            rows=rows, cols=self._columns, subplot_titles=list(currencies),
            vertical_spacing=0.3 / rows, horizontal_spacing=0.16 / self._columns,
        )  # fmt: skip

    def __iter__(self) -> Iterator[tuple[str, str, dict[str, int]]]:
        for i, currency in enumerate(self._currencies):
            row, column = divmod(i, self._columns)
            yield currency, _ACCENTS[i % len(_ACCENTS)], {"row": row + 1, "col": column + 1}


def _styled(
    figure: go.Figure, height: int, *, legend: bool = False, unified: bool = True
) -> go.Figure:
    figure.update_layout(
        height=height, template="plotly_white", paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)", margin={"l": 56, "r": 16, "t": 36, "b": 40},
        font={"family": "system-ui, sans-serif", "size": 12, "color": INK},
        hovermode="x unified" if unified else "closest", showlegend=legend,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )  # fmt: skip
    figure.update_xaxes(gridcolor=GRID, zeroline=False, tickfont={"color": MUTED}, automargin=True)
    figure.update_yaxes(gridcolor=GRID, zeroline=False, tickfont={"color": MUTED}, automargin=True)
    return figure


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _label(bucket: LifetimeBucket) -> str:
    return f"{_short(bucket.low)}–{_short(bucket.high)}"


def _short(value: int) -> str:
    for unit, sign in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if value >= unit:
            return f"{value // unit}{sign}"
    return str(value)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
