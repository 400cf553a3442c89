"""A small shop's published year, made by hand: figures a test can work out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.edp import handmade

BEFORE = "2025-01-01T00:00:00.000000Z"
FIRST_DAY = date(2025, 1, 1)
COUNTRIES = [
    {"country_key": "ZZ", "name": "Unknown", "region": "Unknown"},
]


VISITS = [
    ("S1", "view"),
    ("S1", "view"),
    ("S1", "cart"),
    ("S1", "checkout"),
    ("S1", "purchase"),
    ("S2", "view"),
    ("S2", "cart"),
    ("S3", "view"),
    (None, "cart"),
    ("S4", "search"),
]


def publish(out: Path, days: int = 40, country: str = "Germany") -> None:
    """Gold, silver and ledger: revenue in EUR and SEK, ten customers, some of everything bad."""
    handmade.gold(
        out,
        daily_revenue=[row for n in range(days) for row in _revenue(n)],
        daily_active_users=[_active(n) for n in range(days) if n != 3],
        user_ltv=[_worth(n) for n in range(1, 11)] + [_worth(99) | {"user_key": "unknown"}],
        dim_user=[_user(n) for n in range(1, 11)] + [{"user_key": "unknown", "country_key": "ZZ"}],
        dim_country=[{"country_key": "DE", "name": country, "region": "Europe"}, *COUNTRIES],
        fact_event=[_event(n, *visit) for n, visit in enumerate(VISITS)],
    )
    handmade.silver(
        out,
        silver_users=[
            handmade.silver_user(1, "users/a.csv", 1),
            handmade.silver_user(2, "users/a.csv", 2, age=None, _issues="age:out_of_range"),
        ],
        lineage_users=[handmade.merged(("users/a.csv", 3), "U00000001", BEFORE)],
        quarantine_users=[
            handmade.quarantined("users", "users/a.csv", 4, "ragged_row"),
            handmade.quarantined(
                "users", "users/a.csv", 5, "signed_up_at:missing;user_id:bad_format"
            ),
        ],
    )
    handmade.ledger(
        out,
        {"uri": "users/a.csv", "verdict": "accept_with_quarantine", "records": 5, "bad_records": 1},
        {"uri": "users/b.json", "verdict": "reject", "reason": "not_json", "records": None},
        {"uri": "users/c.csv", "verdict": "empty", "records": None},
    )


def _revenue(n: int) -> list[handmade.Row]:
    day = (FIRST_DAY + timedelta(n)).isoformat()
    rows = [handmade.revenue_day(day, "EUR", f"{n + 1}.50", 2)]
    if n % 2:
        refund = {"refunds": 1, "refunded_amount": Decimal("5.00")}
        rows.append(handmade.revenue_day(day, "SEK", "100.00", 1, **refund))
    return rows


def _active(n: int) -> handmade.Row:
    day = FIRST_DAY + timedelta(n)
    return {
        "activity_date": day,
        "active_users": 10 + n,
        "sessions": 20,
        "events": 90,
        "purchases": 3,
    }


def _worth(n: int) -> handmade.Row:
    return {
        "user_key": f"U{n:08d}",
        "currency": "EUR",
        "orders": n,
        "revenue": Decimal(n * n * 10),
        "last_order_date": FIRST_DAY,
        "refunded_amount": Decimal(0),
    }


def _event(n: int, session: str | None, step: str) -> handmade.Row:
    return {
        "event_id": f"E{n:010d}",
        "date_key": 20250101,
        "user_key": "unknown",
        "country_key": "ZZ",
        "event_type": step,
        "session_id": session,
        "ts": handmade.utc("2025-01-01T00:00:00"),
    }


def _user(n: int) -> handmade.Row:
    return {
        "user_key": f"U{n:08d}",
        "name": "Grace Hopper",
        "email": "grace@example.com",
        "phone": "+4915112345678",
        "country_key": "DE",
    }
