"""The shipped profiles read what their systems export: sums are those of each sample's README."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.producers.found import FOLDER, fed_by, producers, shipped
from contracts.producers.read import read
from contracts.roots import found
from tests.producers.made import Taken, take

EXAMPLES = Path(__file__).parents[2] / "examples"
ROW = re.compile(
    r"^\| (transactions|users|events) \| (\w*) ?\| (\w*) ?\| (\d+) \| ([\d.]*) ?\|$", re.M
)
SYSTEMS = ("ga4", "magento", "segment", "shopify", "shopify-csv", "stripe", "woocommerce")


def samples(system: str) -> dict[str, bytes]:
    """Name below raw -> content."""
    raw = EXAMPLES / system / "raw"
    return {p.relative_to(raw).as_posix(): p.read_bytes() for p in raw.rglob("*") if p.is_file()}


def taken(system: str) -> dict[str, Taken]:
    return {uri: take(uri, content, str(fed_by(uri))) for uri, content in samples(system).items()}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_sample_gives_the_sums_that_its_readme_states(system: str) -> None:
    records: Counter[tuple[str, str, str]] = Counter()
    sums: Counter[tuple[str, str, str]] = Counter()
    for uri, found_in in taken(system).items():
        assert found_in.verdict.outcome == "accept", found_in.verdict
        for record in found_in.records:
            if record["reasons"] is None:
                state = record.get("status") or record.get("event_type") or ""
                what = (str(fed_by(uri)), state, record.get("currency") or "")
                records[what] += 1
                sums[what] += record.get("amount") or Decimal(0)
    stated = ROW.findall((EXAMPLES / system / "README.md").read_text(encoding="utf-8"))
    assert dict(records) == {(d, s, c): int(n) for d, s, c, n, _ in stated}
    assert {w: a for w, a in sums.items() if a} == {
        (d, s, c): Decimal(a) for d, s, c, _, a in stated if a
    }


@pytest.mark.parametrize(
    ("system", "reasons"),
    [
        ("stripe", ["status:not_allowed"] * 2),
        ("ga4", ["event_type:not_allowed"]),
        ("shopify", []),
        ("shopify-csv", []),
        ("woocommerce", []),
        ("magento", []),
        ("segment", []),
    ],
)
def test_what_is_quarantined_is_what_the_readme_says(system: str, reasons: list[str]) -> None:
    told = [r["reasons"] for one in taken(system).values() for r in one.records if r["reasons"]]
    assert told == reasons


def test_what_the_files_nest_is_found() -> None:
    (events,) = taken("ga4").values()
    (cart,) = [r for r in events.records if r["event_type"] == "cart"]
    assert (cart["event_id"], cart["session_id"]) == (
        "100000000.1740000000-1740830402123456-add_to_cart", "1740830000",
    )  # fmt: skip
    assert (cart["product_id"], cart["country"]) == ("P000001", "DE")
    assert str(cart["ts"]) == "2025-03-01 12:00:02.123456+00:00"


def test_what_is_shipped_is_strict() -> None:
    assert {p.name for p in producers()} == set(shipped())
    for name in shipped():
        read(found(FOLDER)[name])


def test_a_guest_is_nobody() -> None:
    orders = taken("woocommerce")["woocommerce/orders.json"].records
    assert [r["user_id"] for r in orders] == ["25", "26", None, "26", "27"]
