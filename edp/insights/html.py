"""Parts of a page: sections, panels, cards, tables, charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

import plotly.graph_objects as go


def section(anchor: str, title: str, lead: str, *parts: str) -> str:
    """A part of the page that the navigation leads to."""
    return (
        f'<section id="{anchor}"><h2>{escape(title)}</h2><p class="lead">{escape(lead)}</p>'
        f"{''.join(parts)}</section>"
    )


def panel(*parts: str, title: str = "", kind: str = "") -> str:
    """A sheet of paper, with a heading if it has a title."""
    head = f"<h3>{escape(title)}</h3>" if title else ""
    return f'<div class="panel {kind}">{head}{"".join(parts)}</div>'


def grid(panels: Iterable[str], kind: str = "") -> str:
    """Panels side by side, as many as there is room for."""
    return f'<div class="grid {kind}">{"".join(panels)}</div>'


def card(name: str, figure: str, note: str, *parts: str, kind: str = "") -> str:
    """One key figure."""
    return (
        f'<div class="card {kind}"><div class="name">{escape(name)}</div>'
        f'<div class="figure">{escape(figure)}</div><div class="note">{escape(note)}</div>'
        f"{''.join(parts)}</div>"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """A table whose first `texts` columns are words; the others are figures."""
    kinds = ["" if i < texts else ' class="n"' for i in range(len(heads))]
    head = "".join(f"<th{k}>{escape(h)}</th>" for h, k in zip(heads, kinds, strict=True))
    body = "".join(f"<tr>{_cells(row, kinds)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(f"<td{k}>{escape(v)}</td>" for v, k in zip(row, kinds, strict=True))


def chart(figure: go.Figure, words: str, kind: str = "") -> str:
    """A chart, drawn by the page's script; `words` are for those who cannot see it."""
    data = figure.to_json().replace("</", "<\\/")
    return (
        f'<div class="chart {kind}" role="img" aria-label="{escape(words)}">'
        f'<script type="application/json">{data}</script></div>'
    )


def sparkline(values: Sequence[float], colour: str) -> str:
    """A line without axes."""
    top, last = max(values, default=0) or 1, max(1, len(values) - 1)
    points = " ".join(f"{i / last * 100:.1f},{28 - v / top * 26:.1f}" for i, v in enumerate(values))
    return (
        '<svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">'
        f'<polyline points="{points}" stroke="{colour}"/></svg>'
    )


def shares(parts: Sequence[tuple[str, int, str]]) -> str:
    """A bar divided among (name, count, colour), with a legend that gives the counts."""
    total = sum(n for _, n, _ in parts) or 1
    strips = "".join(
        f'<i style="width:{n / total:.4%};background:{colour}" title="{escape(name)}: {n:,}"></i>'
        for name, n, colour in parts
    )
    legend = "".join(
        f'<li><b style="background:{colour}"></b>{escape(name)} <span>{n:,}</span></li>'
        for name, n, colour in parts
        if n
    )
    return f'<div class="shares">{strips}</div><ul class="legend">{legend}</ul>'


def bars(rows: Sequence[tuple[str, str, int]]) -> str:
    """A list of (words, code, count), each with a bar in proportion to the greatest."""
    greatest = max((n for _, _, n in rows), default=0) or 1
    items = "".join(
        f'<li title="{escape(code)}"><span>{escape(words)}</span><b>{n:,}</b>'
        f'<i style="width:{n / greatest:.2%}"></i></li>'
        for words, code, n in rows
    )
    return f'<ol class="bars">{items}</ol>'


def money(amount: Decimal | None) -> str:
    """An amount to the cent."""
    return "–" if amount is None else f"{amount:,.2f}"
