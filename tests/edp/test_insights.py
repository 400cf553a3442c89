"""The insights tell what the published tables hold."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from edp.errors import EdpError
from edp.insights import Insights, insights, show, write_report
from edp.insights.spark_line import sparkline
from edp.lake import Lake
from tests.edp import handmade, shop


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Insights:
    out = tmp_path_factory.mktemp("shop")
    shop.publish(out)
    return insights(Lake.in_folder(out))


def test_revenue_is_per_currency(told: Insights) -> None:
    euro, krona = told.revenue_totals
    assert (euro.currency, euro.revenue, euro.orders) == ("EUR", Decimal("840.00"), 80)
    assert euro.average_order == Decimal("10.50")
    assert (euro.best_day, euro.best_day_revenue) == (date(2025, 2, 9), Decimal("40.50"))
    assert (krona.currency, krona.revenue, krona.refunds) == ("SEK", Decimal("2000.00"), 20)


def test_a_day_without_orders_counts_as_zero(told: Insights) -> None:
    krona = [d for d in told.revenue_days if d.currency == "SEK"]
    assert len(krona) == 40
    assert krona[0].revenue == 0
    assert krona[5].average_7_days is None
    assert krona[6].average_7_days == Decimal("42.86")


def test_active_users_average_over_calendar_days(told: Insights) -> None:
    days = told.active_days
    assert (days[3].day, days[3].active_users) == (date(2025, 1, 4), 0)
    assert days[6].average_7_days == pytest.approx((10 + 11 + 12 + 0 + 14 + 15 + 16) / 7, abs=0.05)


def test_lifetime_value_leaves_unknown_customers_out(told: Insights) -> None:
    (euro,) = told.lifetime
    assert (euro.customers, euro.mean, euro.median) == (10, Decimal("385.00"), Decimal("305.00"))
    assert euro.top_tenth_share == pytest.approx(1000 / 3850)
    assert sum(b.customers for b in told.lifetime_buckets) == 10
    assert all(a.high == b.low for a, b in pairwise(told.lifetime_buckets))


def test_the_greatest_customers_come_first(told: Insights) -> None:
    first = told.top_customers[0]
    assert (first.rank, first.user_key, first.country) == (1, "U00000010", "Germany")
    assert len(told.top_customers) == 10


def test_quality_counts_files_and_records(told: Insights) -> None:
    quality = told.quality
    assert {f.verdict: f.files for f in quality.files} == {
        "accept_with_quarantine": 1,
        "reject": 1,
        "empty": 1,
    }
    assert {f.fate: f.records for f in quality.records} == {
        "silver": 2,
        "superseded": 1,
        "quarantined": 2,
    }
    assert quality.records_read == quality.records_with_fate == 5
    assert [r.reason for r in quality.refusals] == ["not_json"]
    assert len(quality.quarantine_reasons) == 3
    assert [r.reason for r in quality.mended_reasons] == ["age:out_of_range"]


def test_the_terminal_shows_the_figures(told: Insights) -> None:
    text = _shown(told)
    for expected in (
        "840.00",
        "2,000.00",
        "U00000010",
        "fields missing",
        "every one",
        "damaged JSON",
    ):
        assert expected in text


def test_the_report_needs_no_network(told: Insights, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(told, path)
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<(script|img|link|iframe)[^>]+(src|href)\s*=", page)
    assert "840.00" in page
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_shown_is_personal(told: Insights, tmp_path: Path) -> None:
    write_report(told, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for text in (page, _shown(told), told.to_json()):
        assert not re.search("Grace Hopper|grace@example.com|4915112345678|Ada Lovelace", text)


def test_json_keeps_cents(told: Insights) -> None:
    doc = json.loads(told.to_json())
    assert doc["revenue_totals"][0]["revenue"] == "840.00"
    assert doc["revenue_days"][0]["day"] == "2025-01-01"


def test_an_empty_shop_has_insights_too(tmp_path: Path) -> None:
    handmade.gold(tmp_path)
    handmade.silver(tmp_path)
    nothing = insights(Lake.in_folder(tmp_path))
    assert nothing.revenue_totals == ()
    assert "The shop" in _shown(nothing)
    write_report(nothing, tmp_path / "report.html")


def test_nothing_published_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EdpError, match="nothing published"):
        insights(Lake.in_folder(tmp_path))


def test_lost_data_is_one_line(tmp_path: Path) -> None:
    shop.publish(tmp_path, 3)
    for file in (tmp_path / "gold" / "user_ltv").rglob("*.parquet"):
        file.unlink()
    with pytest.raises(EdpError, match="are not those that were published") as caught:
        insights(Lake.in_folder(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_torn_ledger_is_one_line(tmp_path: Path) -> None:
    shop.publish(tmp_path, 3)
    (tmp_path / "ledger" / "files" / "00000002.json").write_text('[{"uri": "x')
    with pytest.raises(EdpError, match=r"00000002\.json") as caught:
        insights(Lake.in_folder(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_report_that_cannot_be_written_is_one_line(told: Insights, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EdpError, match="cannot write"):
        write_report(told, tmp_path / "file" / "report.html")


def test_small_charts() -> None:
    assert sparkline([0, 1, 2, 4]) == "▁▃▅█"
    assert sparkline([0, 0]) == "▁▁"


def _shown(told: Insights) -> str:
    screen = io.StringIO()
    show(told, Console(file=screen, width=80))
    text = screen.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    return text
