"""Daily active users, and their average over seven days."""

from __future__ import annotations

import duckdb

from edp.insights.model import ActiveDay

_DAYS = """
WITH calendar AS (
    SELECT unnest(generate_series(min(activity_date)::TIMESTAMP, max(activity_date)::TIMESTAMP,
                                  INTERVAL 1 DAY))::DATE AS day
    FROM gold.daily_active_users
), filled AS (
    SELECT day, coalesce(active_users, 0) AS active_users, coalesce(sessions, 0) AS sessions,
           coalesce(events, 0) AS events, coalesce(purchases, 0) AS purchases
    FROM calendar LEFT JOIN gold.daily_active_users ON activity_date = day
)
SELECT day, active_users,
       CASE WHEN count(*) OVER week = 7 THEN round(avg(active_users) OVER week, 1) END,
       sessions, events, purchases
FROM filled
WINDOW week AS (ORDER BY day ROWS 6 PRECEDING)
ORDER BY day
"""


def active_days(con: duckdb.DuckDBPyConnection) -> tuple[ActiveDay, ...]:
    """Every calendar day between the first and the last event."""
    return tuple(ActiveDay(*row) for row in con.execute(_DAYS).fetchall())


def customers(con: duckdb.DuckDBPyConnection) -> int:
    """How many customers are known."""
    row = con.execute(
        "SELECT count(*) FROM gold.dim_user WHERE user_key NOT IN ('unknown', 'guest')"
    ).fetchone()
    return 0 if row is None else int(row[0])
