"""Builds silver and gold anew, whether or not anything changed, and loads the warehouse.

**Trigger**: by hand. Silver is derived from bronze and gold from silver, so building them anew
gives the same content under the same code. Needed after damage, and to go back: `publication`
loads an earlier gold publication into the warehouse, which stays there until the next one is
published.

**Writes**: as medallion_build and warehouse_load do.

**When it fails**: readers keep the last publication, of a dataset that is held back or of all. Read
the failed task's log, mend the cause, clear the task.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, Param

from orchestration.handover import handover
from orchestration.lake_job import LakeJob
from orchestration.parameters import PUBLICATION
from orchestration.policy import policy

BOTH, ONLY_GOLD, NOTHING = "silver and gold", "gold", "nothing"
PARAMS = {
    "rebuild": Param(BOTH, enum=[BOTH, ONLY_GOLD, NOTHING], description="What to build anew"),
    "publication": PUBLICATION,
}


def silver(context: Any) -> str | None:
    """Whether silver was asked for."""
    return "it was asked for" if context["params"]["rebuild"] == BOTH else None


def gold(context: Any) -> str | None:
    """Whether gold was asked for."""
    return "it was asked for" if context["params"]["rebuild"] != NOTHING else None


with DAG(
    "backfill",
    schedule=None,
    params=PARAMS,
    render_template_as_native_obj=True,
    **policy(__doc__, "lake", "warehouse", "manual"),
):
    build_silver = LakeJob(job="bronze_to_silver", due=silver, repeat=False, full=True)
    build_gold = LakeJob(
        job="silver_to_gold", due=gold, repeat=False, full=True, trigger_rule="all_done"
    )
    load = TriggerDagRunOperator(
        task_id="load",
        trigger_dag_id="warehouse_load",
        conf={"publication": "{{ params.publication }}"},
        wait_for_completion=True,
        poke_interval=handover().poll_seconds,
        trigger_rule="none_failed",
    )
    # Without it a run whose gold is well would pass for a success, whatever became of silver.
    complete = EmptyOperator(task_id="complete", trigger_rule="none_failed")
    build_silver >> build_gold >> load
    [build_silver, load] >> complete
