"""Takes new files from raw into bronze.

**Trigger**: a message that a file has arrived, and every few minutes without one. A message is
only a wake-up: what is new is what stands in raw and not in the ledger, so lost, doubled and
reordered messages change nothing. A run that finds nothing new is skipped within seconds.

**Writes**: bronze, the ledger, and files that cannot be read into quarantine; see
docs/operations/jobs.md.

**When it fails**: the ledger names no file that is not in bronze, so nothing is lost or doubled.
Read the task's log, mend the cause, clear the task; or wait: the next run takes what is left.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG

from orchestration.assets import ARRIVALS, BRONZE, on_news_of
from orchestration.aws import client
from orchestration.due import ingest_due
from orchestration.handover import handover
from orchestration.lake_job import LakeJob
from orchestration.policy import policy


def due(_: Any) -> str | None:
    """Files that the ledger does not have."""
    return ingest_due(client("s3"), handover().places)


with DAG("raw_ingest", schedule=on_news_of(ARRIVALS), **policy(__doc__, "lake", "scheduled")):
    LakeJob(job="raw_to_bronze", due=due, outlets=[BRONZE])
