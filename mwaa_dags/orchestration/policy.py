"""What all DAGs have in common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from orchestration.handover import handover
from orchestration.report import report_failure

TAGS = ("lake", "warehouse", "scheduled", "manual")
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def policy(doc: str, *tags: str, hours: int = 12) -> dict[str, Any]:
    """Arguments of a DAG.

    Args:
        doc: its module's docstring: purpose, trigger, what it writes, what to do when it fails.
        tags: some of TAGS.
        hours: after which a run is given up.
    """
    told = handover()
    return {
        "doc_md": doc,
        "tags": [told.environment, *tags],
        "start_date": SINCE,
        "catchup": False,
        # A deployment brings up a platform that works, not one that waits for a click.
        "is_paused_upon_creation": False,
        # One that works, and one that looks again when it has ended: more would do nothing else.
        "max_active_runs": 2,
        "dagrun_timeout": timedelta(hours=hours),
        "on_failure_callback": report_failure,
        "default_args": {
            "owner": told.owner,
            "retries": told.retries,
            "retry_delay": timedelta(seconds=told.retry_seconds),
            "retry_exponential_backoff": 2.0,
            "max_retry_delay": timedelta(minutes=15),
            "execution_timeout": timedelta(hours=1),
        },
    }
