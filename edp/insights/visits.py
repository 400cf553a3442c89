"""How far visits get: from looking at a product to buying one."""

from __future__ import annotations

import duckdb

from edp.insights.model import VisitStep

STEPS = ("view", "cart", "checkout", "purchase")

_VISITS = f"""
SELECT step, count(DISTINCT session_id)
FROM (SELECT unnest({list(STEPS)}) AS step) LEFT JOIN gold.fact_event ON event_type = step
GROUP BY step
"""


def visits(con: duckdb.DuckDBPyConnection) -> tuple[VisitStep, ...]:
    """Visits with at least one event of each step."""
    found = dict(con.execute(_VISITS).fetchall())
    return tuple(VisitStep(step, found[step]) for step in STEPS)
