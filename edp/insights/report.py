"""Writes the insights as one HTML file that needs no network and no server."""

from __future__ import annotations

import base64
import gzip
from html import escape
from pathlib import Path

from plotly.offline import get_plotlyjs

from edp.errors import EdpError
from edp.insights import report_definitions, report_figures, report_quality
from edp.insights.model import Insights
from edp.insights.page import PAGE, SCRIPT, STYLE

_PARTS = {
    "revenue": "Revenue",
    "activity": "Activity",
    "lifetime": "Lifetime value",
    "quality": "Data quality",
    "definitions": "Definitions",
}


def write_report(insights: Insights, path: Path) -> None:
    """Writes the report; a reader who looks meanwhile sees the old one or the new one.

    Raises:
        EdpError: the file cannot be written.
    """
    page = PAGE.format(
        title="Shop insights",
        style=STYLE,
        library=base64.b64encode(gzip.compress(get_plotlyjs().encode(), mtime=0)).decode(),
        script=SCRIPT,
        body=_body(insights),
    )
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(page, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise EdpError(f"cannot write {path}: {error.strerror}") from error


def _body(insights: Insights) -> str:
    parts = (
        report_figures.key_figures(insights),
        report_figures.revenue(insights),
        report_figures.activity(insights),
        report_figures.lifetime(insights),
        report_quality.quality(insights.quality, insights.waiting),
        report_definitions.definitions(insights.tables),
        "<footer>Days are UTC days. Customers appear by key only; every table and column is "
        "explained in <code>docs/data-model.md</code>.</footer>",
    )
    return f"{_header(insights)}{_navigation()}<main>{''.join(parts)}</main>"


def _header(insights: Insights) -> str:
    days = insights.days
    span = f"{days[0]:%d %B %Y} – {days[1]:%d %B %Y}" if days else "no days yet"
    return (
        f'<header><h1>Shop insights</h1><p class="span">{span}</p><p>Published '
        f"{escape(insights.published)} (publication {insights.publication}, build "
        f"{escape(insights.build)})</p></header>"
    )


def _navigation() -> str:
    links = "".join(f'<a href="#{anchor}">{name}</a>' for anchor, name in _PARTS.items())
    return f"<nav><div>{links}</div></nav>"
