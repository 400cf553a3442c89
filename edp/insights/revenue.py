"""Daily revenue per currency. Currencies are never added up."""

from __future__ import annotations

import duckdb

from edp.insights.model import RevenueDay, RevenueTotal

_DAYS = """
WITH calendar AS (
    SELECT currency, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day
    FROM (SELECT DISTINCT currency FROM gold.daily_revenue),
         (SELECT min(revenue_date)::TIMESTAMP AS first_day, max(revenue_date)::TIMESTAMP AS last_day
          FROM gold.daily_revenue)
), filled AS (
    SELECT day, c.currency, coalesce(orders, 0) AS orders,
           coalesce(revenue, 0)::DECIMAL(18, 2) AS revenue, coalesce(refunds, 0) AS refunds,
           coalesce(refunded_amount, 0)::DECIMAL(18, 2) AS refunded_amount
    FROM calendar c
    LEFT JOIN gold.daily_revenue r ON r.revenue_date = c.day AND r.currency = c.currency
)
SELECT day, currency, orders, revenue,
       CASE WHEN count(*) OVER week = 7
            THEN round(sum(revenue) OVER week / 7, 2)::DECIMAL(18, 2) END,
       refunds, refunded_amount
FROM filled
WINDOW week AS (PARTITION BY currency ORDER BY day ROWS 6 PRECEDING)
ORDER BY currency, day
"""

_TOTALS = """
SELECT currency, sum(orders), sum(revenue)::DECIMAL(18, 2),
       round(sum(revenue) / nullif(sum(orders), 0), 2)::DECIMAL(18, 2),
       sum(refunds), sum(refunded_amount)::DECIMAL(18, 2),
       arg_max(revenue_date, (revenue, -epoch(revenue_date::TIMESTAMP))), max(revenue)
FROM gold.daily_revenue
GROUP BY currency
ORDER BY currency
"""


def revenue_days(con: duckdb.DuckDBPyConnection) -> tuple[RevenueDay, ...]:
    """Every calendar day of every currency."""
    return tuple(RevenueDay(*row) for row in con.execute(_DAYS).fetchall())


def revenue_totals(con: duckdb.DuckDBPyConnection) -> tuple[RevenueTotal, ...]:
    """Every currency over all days."""
    return tuple(RevenueTotal(*row) for row in con.execute(_TOTALS).fetchall())
