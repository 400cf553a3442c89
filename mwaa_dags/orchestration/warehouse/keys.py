"""How the rows of each gold table lie on the warehouse's disks, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """Distribution: `all`, `even`, or the column whose equal values lie together."""

    distribution: str
    sort: tuple[str, ...]
    why: str

    @property
    def sql(self) -> str:
        """As CREATE TABLE has it."""
        everywhere = self.distribution in ("all", "even")
        distribution = (
            f"diststyle {self.distribution}"
            if everywhere
            else (f"diststyle key distkey ({self.distribution})")
        )
        return f"{distribution} sortkey ({', '.join(self.sort)})"


KEYS = {
    "dim_country": Keys("all", ("country_key",), "Some dozens of rows: a copy on every node."),
    "dim_date": Keys("all", ("date_key",), "Some thousands of rows: a copy on every node."),
    "dim_status": Keys("all", ("status_key",), "A handful of rows: a copy on every node."),
    "dim_user": Keys(
        "user_key",
        ("user_key",),
        "Joined by customer: lies where the orders of the same customer lie.",
    ),
    "fact_event": Keys(
        "even",
        ("date_key",),
        "Asked for by period. Not by customer: all anonymous visitors have the same key, and "
        "their events would pile up on one slice.",
    ),
    "fact_transaction": Keys(
        "user_key",
        ("date_key",),
        "Asked for by period, and joined with customers, who lie on the same slice.",
    ),
    "fact_user_activity": Keys(
        "user_key",
        ("date_key",),
        "Asked for by period, and joined with customers; anonymous visitors are one row a day.",
    ),
    "daily_active_users": Keys("all", ("activity_date",), "A row a day: a copy on every node."),
    "daily_revenue": Keys(
        "all", ("revenue_date",), "A row a day and currency: a copy on every node."
    ),
    "user_ltv": Keys("user_key", ("user_key",), "Joined with customers, on the same slice."),
}
