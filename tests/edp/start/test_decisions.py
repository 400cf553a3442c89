"""What is published without a question, and what is asked, of exports that nobody described."""

from __future__ import annotations

from pathlib import Path

import pytest

from edp.start.answers import SMALLEST
from edp.start.between import merged, twice
from tests.edp.start import exports
from tests.edp.start.looks import decisions, topics

CURRENCY, ZONE = "value:currency", "time zone"
MANY = [CURRENCY, "value:status", ZONE, "agreed:Quantity"]


@pytest.mark.parametrize(
    ("name", "text", "open_"),
    [
        ("german.csv", exports.GERMAN, []),
        ("ga4.json", exports.GA4, []),
        ("orders.csv", exports.PLAIN, [CURRENCY]),
        ("olist_orders.csv", exports.OLIST_ORDERS, None),
        ("olist_payments.csv", exports.OLIST_PAYMENTS, None),
        ("magento.csv", exports.MAGENTO, None),
        ("retail.csv", exports.UCI, ["column:amount", "agreed:parts", *MANY]),
        ("woo.csv", exports.WOOCOMMERCE, ["column:amount", CURRENCY, ZONE]),
        (
            "stripe.csv",
            exports.STRIPE,
            ["agreed:kind", "column:amount", "agreed:Amount Refunded"],
        ),
        ("shopify.csv", exports.SHOPIFY, []),
    ],
)
def test_exports_of_shops(tmp_path: Path, name: str, text: str, open_: list[str] | None) -> None:
    (found,) = decisions(tmp_path, {name: text})
    assert topics(found) == open_


ORDERS = "order_id,customer_id,order_date,total,status,currency"
GOOD = f"{ORDERS}\n1,C1,2025-03-01,19.90,paid,EUR\n2,C2,2025-03-02,5.00,paid,USD\n"


def _with(column: str, *values: str) -> str:
    lines = GOOD.splitlines()
    return "\n".join(f"{line},{v}" for line, v in zip(lines, (column, *values), strict=True))


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        (GOOD, []),
        (GOOD.replace("2025-03-01", "2025-03-01T10:00:00+01:00"), []),
        (GOOD.replace("2025-03-01", "2025-03-01 10:00"), [ZONE]),
        (GOOD.replace("2025-03-01", "03/04/2025"), ["date order"]),
        (GOOD.replace("19.90", "1.234").replace("5.00", "2.345"), ["decimal mark"]),
        (GOOD.replace("19.90", "-19.90"), ["agreed:negative"]),
        (GOOD.replace("19.90", "1990").replace("5.00", "500"), ["units:amount"]),
        (GOOD.replace("USD", "XYZ"), ["word:currency:XYZ"]),
        (GOOD.replace("5.00,paid", "5.00,weird"), ["word:status:weird"]),
        (GOOD.replace("C1", ""), []),
        (GOOD.replace("19.90", ""), ["agreed:amount:missing"]),
        (GOOD.replace("\n2,", "\nTotal,"), ["agreed:total"]),
        (GOOD.replace("\n2,", "\n1,"), ["agreed:parts"]),
        (GOOD + GOOD.splitlines()[1] + "\n", []),
        (_with("tax", "3.00", "1.00"), ["column:amount"]),
        (_with("tax", "0.00", "0"), []),
        (_with("qty", "1", "3"), ["agreed:qty"]),
        (_with("qty", "1", "1"), []),
        (_with("type", "sale", "Refund"), ["agreed:type"]),
        (_with("exchange_rate", "1.00", "1.08"), ["agreed:exchange_rate"]),
        (_with("settlement_currency", "EUR", "EUR"), ["column:currency"]),
        (GOOD.replace("order_id", "id"), ["agreed:kind"]),
        (_with("test", "false", "true"), ["agreed:test"]),
        (_with("test", "false", "false"), []),
        (_with("cancelled_at", "", "2025-03-03"), ["agreed:cancelled_at"]),
        (_with("fulfillment_status", "open", "sent"), ["column:status"]),
    ],
)
def test_traps(tmp_path: Path, text: str, open_: list[str]) -> None:
    (found,) = decisions(tmp_path, {"orders.csv": text})
    assert topics(found) == open_


def test_answers_settle_what_was_open(tmp_path: Path) -> None:
    text = GOOD.replace("19.90", "1990").replace("5.00", "500").replace(",paid,USD", ",weird,USD")
    answers = {"units:amount": SMALLEST, "word:status:weird": "paid"}
    (found,) = decisions(tmp_path, {"orders.csv": text}, answers)
    assert found
    part = found.producer.parts[0]
    assert (found.open, part.minor_units) == ((), ("amount",))
    assert part.words == {"status": {"paid": ("weird",)}}


def test_one_file_shows_how_the_dates_of_another_are_written(tmp_path: Path) -> None:
    files = {
        "a.csv": GOOD.replace("2025-03-01", "03/04/2025").replace("2025-03-02", "05/04/2025"),
        "b.csv": GOOD.replace("2025-03-01", "13/04/2025").replace("2025-03-02", "14/04/2025"),
    }
    (found,) = decisions(tmp_path, files)
    assert found
    assert found.producer.date_order == "day"
    # Both files have the same orders, at other times.
    assert topics(found) == ["agreed:parts"]


def test_sales_of_two_systems_count_only_if_somebody_says_so(tmp_path: Path) -> None:
    files = {"shop.csv": GOOD, "payments.csv": exports.GERMAN}
    found = [one for one in decisions(tmp_path, files) if one]
    assert [q.file for q in twice(found, {})] == ["payments.csv", "shop.csv"]
    agreed = {one.group.name: {"agreed:sales": "they count"} for one in found}
    assert twice(found, agreed) == []


@pytest.mark.parametrize(("other", "asked"), [(GOOD, [(), ()]), (GOOD.replace("\n", "\nB"), [])])
def test_identifiers_of_two_systems_may_be_the_same(
    tmp_path: Path, other: str, asked: list[tuple[str, ...]]
) -> None:
    files = {"north.csv": GOOD, "south.csv": other.replace("total", "amount")}
    found = [one for one in decisions(tmp_path, files) if one]
    assert len(found) == 2
    assert [question.options for question in merged(found)] == asked
