"""Dates that cannot be used: impossible, out of range, against the order of things."""

from __future__ import annotations

from generator.clock import DAY, iso_s
from generator.kinds.date_values import any_time
from generator.kinds.values import value
from generator.row import Row


@value(expected="quarantined invalid_timestamp")
def impossible_date(row: Row) -> bool:
    """A date that does not exist: `2025-02-30`, `2025-13-01`."""
    text = row.rng.choice(
        ("2025-02-30", "2025-02-29T10:00:00Z", "2025-13-01", "2025-04-31 08:00:00", "31.06.2025")
    )
    column = any_time(row)
    return column is not None and row.refuse(column, text, "invalid_timestamp")


@value(expected="quarantined invalid_timestamp", weight=1)
def not_a_date(row: Row) -> bool:
    """Text that is no date: `yesterday`, `2025-03-01T25:61:00Z`."""
    text = row.rng.choice(("yesterday", "soon", "2025-03-01T25:61:00Z", "12345", "later"))
    column = any_time(row)
    return column is not None and row.refuse(column, text, "invalid_timestamp")


@value(expected="quarantined out_of_range", weight=1)
def date_out_of_range(row: Row) -> bool:
    """A date that cannot be meant: `1987-06-05`, `2099-12-31`."""
    text = row.rng.choice(("1970-01-01T00:00:01Z", "1987-06-05", "2099-12-31T23:59:59Z"))
    column = any_time(row)
    return column is not None and row.refuse(column, text, "out_of_range")


@value(("transactions",), expected="quarantined delivered_before_created")
def delivered_before_created(row: Row) -> bool:
    """The goods arrived before they were ordered."""
    if row.pick("delivered_at", "created_at") is None or not row.can_write("delivered_at"):
        return False
    early = int(row.truth["created_at"] or 0) - row.rng.randrange(1, 30) * DAY
    row.put("delivered_at", iso_s(early), early)
    row.reasons.append("delivered_before_created")
    return True


@value(("transactions", "users"), expected="quarantined by the rule between the columns", weight=1)
def updated_before_it_existed(row: Row) -> bool:
    """The state was recorded before the transaction or account existed."""
    start = "created_at" if row.layout.dataset == "transactions" else "signed_up_at"
    early = int(row.truth[start] or 0) - row.rng.randrange(1, 300) * DAY
    if not row.put("updated_at", iso_s(early), early):
        return False
    rule = "created" if row.layout.dataset == "transactions" else "signed_up"
    row.reasons.append(f"updated_before_{rule}")
    return True
