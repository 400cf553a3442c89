"""Gathers the insights of a lake."""

from __future__ import annotations

import lakehouse.publication
from edp.fates import add_fates
from edp.insights.activity import active_days, customers
from edp.insights.gold_tables import gold_tables
from edp.insights.lifetime_value import buckets, summaries, top_customers
from edp.insights.model import Insights
from edp.insights.quality import quality
from edp.insights.revenue import revenue_days, revenue_totals
from edp.insights.visits import visits
from edp.insights.waiting import waiting
from edp.lake import Lake
from edp.ledger import add_ledger
from edp.publication import newest
from edp.published import open_published
from edp.quarantine.tables import add_quarantined
from edp.sql import one_line_errors


def insights(lake: Lake) -> Insights:
    """The insights of the newest publications of a lake.

    Raises:
        EdpError: nothing has been published there, or a file of it is gone or torn.
    """
    gold = newest(lake, "gold")
    with one_line_errors(), open_published(lake, "gold", "silver") as con:
        add_ledger(con, lake)
        add_fates(con)
        add_quarantined(con, lakehouse.publication.newest(lake.publications["silver"]))
        return Insights(
            publication=gold.number,
            build=gold.build,
            published_at=gold.published_at,
            customers=customers(con),
            revenue_totals=revenue_totals(con),
            revenue_days=revenue_days(con),
            active_days=active_days(con),
            visits=visits(con),
            lifetime=summaries(con),
            lifetime_buckets=buckets(con),
            top_customers=top_customers(con),
            waiting=waiting(con),
            quality=quality(con, newest(lake, "silver")),
            tables=gold_tables(con),
        )
