"""Builds silver from bronze and gold from silver.

**Trigger**: news of bronze, and every few minutes without. Each layer says what it was built from;
it is built anew when there is more, or other code to build it with. Otherwise the run is skipped
within seconds. So after a deployment of other code or contracts, silver and gold follow by
themselves.

**Writes**: silver, lineage, quarantined records, gold; each layer changes for readers at once,
with its publication. See docs/operations/jobs.md.

**When it fails**: the failed task's log ends with the reason. A dataset that must not be published
is held back: readers see it as it was, and all else as it is now, for gold is built all the same.
Mend the cause and clear the task, or wait for the next run.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

from orchestration.assets import BRONZE, GOLD, SILVER, on_news_of
from orchestration.aws import client
from orchestration.due import gold_due, silver_due
from orchestration.handover import handover
from orchestration.lake_job import LakeJob
from orchestration.policy import policy


def silver(_: Any) -> str | None:
    """Files that were taken since silver was built."""
    return silver_due(client("s3"), handover().places, _code("bronze_to_silver"))


def gold(_: Any) -> str | None:
    """Silver that was published since gold was built."""
    return gold_due(client("s3"), handover().places, _code("silver_to_gold"))


def _code(job: str) -> str:
    return handover().jobs[job].arguments["--code-hash"]


with DAG("medallion_build", schedule=on_news_of(BRONZE), **policy(__doc__, "lake", "scheduled")):
    build_silver = LakeJob(job="bronze_to_silver", due=silver, outlets=[SILVER])
    # Also when silver was built before, but gold was not; or in part.
    build_gold = LakeJob(job="silver_to_gold", due=gold, outlets=[GOLD], trigger_rule="all_done")
    # Without it a run whose gold is well would pass for a success, whatever became of silver.
    complete = EmptyOperator(task_id="complete", trigger_rule="none_failed")
    build_silver >> build_gold
    [build_silver, build_gold] >> complete
