"""What customers have been worth so far: how it is spread, and who leads. No personal data."""

from __future__ import annotations

import duckdb

from edp.insights.model import LifetimeBucket, LifetimeSummary, TopCustomer

TOP = 10

_SUMMARY = """
WITH ranked AS (
    SELECT currency, revenue,
           ntile(10) OVER (PARTITION BY currency ORDER BY revenue DESC) AS tenth
    FROM gold.user_ltv WHERE user_key NOT IN ('unknown', 'guest') AND orders > 0
)
SELECT currency, count(*), round(avg(revenue), 2)::DECIMAL(18, 2),
       round(quantile_cont(revenue, 0.5), 2)::DECIMAL(18, 2),
       round(quantile_cont(revenue, 0.9), 2)::DECIMAL(18, 2), max(revenue),
       coalesce(sum(revenue) FILTER (tenth = 1) / sum(revenue), 0)::DOUBLE
FROM ranked GROUP BY currency ORDER BY currency
"""

# 0, 1, 2, 5, 10, 20, 50, …: wide enough for every amount, fine where customers are.
_BUCKETS = """
WITH edges AS (
    SELECT 0::BIGINT AS low
    UNION ALL
    SELECT (step * 10 ** power)::BIGINT FROM (VALUES (1), (2), (5)) s(step), range(0, 13) p(power)
), buckets AS (
    SELECT low, lead(low) OVER (ORDER BY low) AS high FROM edges
), placed AS (
    SELECT currency, low, high, count(*) AS customers
    FROM gold.user_ltv JOIN buckets ON revenue >= low AND revenue < high
    WHERE user_key NOT IN ('unknown', 'guest') AND orders > 0
    GROUP BY ALL
), spans AS (
    SELECT currency, min(low) AS first_low, max(low) AS last_low FROM placed GROUP BY currency
)
SELECT s.currency, b.low, b.high, coalesce(p.customers, 0)
FROM spans s
JOIN buckets b ON b.low BETWEEN s.first_low AND s.last_low
LEFT JOIN placed p ON p.currency = s.currency AND p.low = b.low
ORDER BY 1, 2
"""

_TOP = f"""
SELECT l.currency, row_number() OVER by_value AS place, l.user_key,
       coalesce(c.name, 'Unknown'), l.orders, l.revenue, l.last_order_date
FROM gold.user_ltv l
LEFT JOIN gold.dim_user u USING (user_key)
LEFT JOIN gold.dim_country c USING (country_key)
WHERE l.user_key NOT IN ('unknown', 'guest') AND l.orders > 0
WINDOW by_value AS (PARTITION BY l.currency ORDER BY l.revenue DESC, l.user_key)
QUALIFY place <= {TOP}
ORDER BY 1, 2
"""


def summaries(con: duckdb.DuckDBPyConnection) -> tuple[LifetimeSummary, ...]:
    """One line per currency."""
    return tuple(LifetimeSummary(*row) for row in con.execute(_SUMMARY).fetchall())


def buckets(con: duckdb.DuckDBPyConnection) -> tuple[LifetimeBucket, ...]:
    """The distribution, in buckets without gaps."""
    return tuple(LifetimeBucket(*row) for row in con.execute(_BUCKETS).fetchall())


def top_customers(con: duckdb.DuckDBPyConnection) -> tuple[TopCustomer, ...]:
    """The greatest customers of each currency, greatest first."""
    return tuple(TopCustomer(*row) for row in con.execute(_TOP).fetchall())
