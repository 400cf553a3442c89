"""The report shows what gold holds, needs nobody else, and names nobody."""

from __future__ import annotations

import base64
import gzip
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from contracts import load_layer
from edp.insights import insights, write_report
from edp.lake import Lake
from edp.published import open_published
from tests.edp import shop

MOST_BYTES = 3_000_000


class Page(HTMLParser):
    """Cells of all table rows, data of all charts, and addresses that would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.figures: list[dict[str, Any]] = []
        self.fetched: list[str] = []
        self._tag = ""
        self._kind: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._tag, self._kind = tag, given.get("type")
        self.fetched += [str(given[a]) for a in ("src", "href") if a in given]
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self._tag == "td":
            self.rows[-1][-1] += data
        if self._tag == "script" and self._kind == "application/json":
            self.figures.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def row(self, *first: str) -> list[str]:
        """The first row that begins with these cells."""
        return next(r for r in self.rows if tuple(r[: len(first)]) == first)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shop")
    shop.publish(out)
    write_report(insights(Lake.in_folder(out)), out / "report.html")
    return out


@pytest.fixture(scope="module")
def text(lake: Path) -> str:
    return (lake / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


@pytest.fixture(scope="module")
def gold(lake: Path) -> duckdb.DuckDBPyConnection:
    return open_published(Lake.in_folder(lake), "gold")


def test_revenue_is_gold_s_to_the_cent(page: Page, gold: duckdb.DuckDBPyConnection) -> None:
    totals = gold.execute(
        "SELECT currency, sum(revenue), sum(orders), sum(refunded_amount)"
        " FROM gold.daily_revenue GROUP BY 1"
    ).fetchall()
    assert len(totals) == 2
    for currency, revenue, orders, refunded in totals:
        row = page.row(currency, f"{revenue:,.2f}")
        assert (row[2], row[5]) == (f"{orders:,}", f"{refunded:,.2f}")


def test_currencies_are_never_added_up(text: str, gold: duckdb.DuckDBPyConnection) -> None:
    found = gold.execute("SELECT sum(revenue) FROM gold.daily_revenue").fetchone()
    assert found is not None
    assert f"{found[0]:,.2f}" not in text
    assert f"{found[0]:,.0f}<" not in text


def test_charts_of_revenue_hold_every_day_of_gold(
    page: Page, gold: duckdb.DuckDBPyConnection
) -> None:
    shown = {}
    for figure in page.figures:
        bars = figure["data"][0]
        currency = bars.get("hovertemplate", "").rpartition(" ")[2]
        if currency in ("EUR", "SEK"):
            shown[currency] = dict(zip(bars["x"], _values(bars["y"]), strict=True))
    rows = gold.execute("SELECT currency, revenue_date, revenue FROM gold.daily_revenue").fetchall()
    for currency, day, revenue in rows:
        assert Decimal(str(shown[currency].pop(day.isoformat()))) == revenue
    assert all(not left for days in shown.values() for left in days.values())


def test_greatest_customers_are_gold_s(page: Page, gold: duckdb.DuckDBPyConnection) -> None:
    rows = gold.execute(
        "SELECT user_key, revenue, orders FROM gold.user_ltv WHERE user_key <> 'unknown'"
        " ORDER BY revenue DESC LIMIT 5"
    ).fetchall()
    for user, revenue, orders in rows:
        assert page.row(user)[2:] == [f"{orders:,}", f"{revenue:,.2f}"]


def test_visits_are_counted_once_per_step(page: Page) -> None:
    texts = [f["data"][0].get("text") for f in page.figures]
    assert ["3 (100%)", "2 (67%)", "1 (33%)", "1 (33%)"] in texts


def test_records_add_up(page: Page) -> None:
    row = page.row("users", "5", "=")
    assert row[3:-1] == ["2", "+", "1", "+", "0", "+", "0", "+", "2"]
    assert row[-1] == "✓"


def test_reasons_are_words(text: str) -> None:
    assert "users, fields missing or too many" in text
    assert "users, damaged JSON, or none at all" in text


def test_metrics_are_explained_as_in_the_contracts(text: str) -> None:
    metrics = [m for table in load_layer("gold") for m in table.metrics]
    assert metrics
    for metric in metrics:
        assert f"<dt>{metric.name}</dt>" in text


def test_every_table_of_gold_is_listed(page: Page, gold: duckdb.DuckDBPyConnection) -> None:
    for contract in load_layer("gold"):
        ((rows,),) = gold.execute(f"SELECT count(*) FROM {contract.id}").fetchall()
        name, grain, _, number = page.row(contract.name)
        assert (name, grain, number) == (contract.name, contract.grain, f"{rows:,}")


def test_nothing_is_fetched_and_the_library_is_inside(page: Page, text: str) -> None:
    assert all(address.startswith("#") for address in page.fetched)
    assert len(text) < MOST_BYTES
    packed = re.search(r'id="plotly">([^<]+)<', text)
    assert packed is not None
    assert b"plotly.js" in gzip.decompress(base64.b64decode(packed[1]))[:200]


def test_a_name_that_is_markup_stays_text(lake: Path, tmp_path: Path) -> None:
    shop.publish(tmp_path, 3, country="<script>alert(1)</script>")
    write_report(insights(Lake.in_folder(tmp_path)), tmp_path / "report.html")
    assert "<script>alert" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def _values(packed: Any) -> list[float]:
    """The numbers of a trace, which the library may write as base64."""
    if isinstance(packed, list):
        return packed
    import numpy as np

    return list(np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).astype(float))
