"""Run by Airflow's Python: executes the operator when it is told to, as worker and triggerer would.

Its argument is a folder of DAGs. On standard input come orders, a JSON object a line: the job,
where to wait, whether to look again, the number of the try. Each is answered by a line.
"""

import asyncio
import json
import logging
import sys

sys.path.append(sys.argv[1])

from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowSkipException, TaskDeferred

from orchestration.aws import client
from orchestration.handover import Job, handover
from orchestration.lake_job import LakeJob

logging.disable()


def due(_):
    """What was put into `in` and is not in `out`."""
    s3 = client("s3")

    def names(place):
        found = s3.list_objects_v2(Bucket="shop", Prefix=f"{place}/").get("Contents", [])
        return {o["Key"].partition("/")[2] for o in found}

    left = sorted(names("in") - names("out"))
    return f"left: {', '.join(left)}" if left else None


class TaskInstance:
    def __init__(self, try_number):
        self.try_number = try_number


async def _event(trigger):
    return (await anext(trigger.run())).payload


def _execute(task, context):
    times, step = 0, lambda: task.execute(context)
    while True:
        try:
            step()
        except TaskDeferred as deferred:
            times += 1
            event = asyncio.run(_event(deferred.trigger))
            method, more = getattr(task, deferred.method_name), deferred.kwargs or {}
            step = lambda: method(context, event, **more)  # noqa: B023, E731
        else:
            return f"done, waited elsewhere {times} times"


def _ended(order):
    handover().jobs["raw_to_bronze"] = Job(order["job"], {}, timeout_minutes=5)
    with DAG("test", schedule=None):
        task = LakeJob(
            job="raw_to_bronze",
            due=due,
            deferrable=order["wait"] == "elsewhere",
            repeat=order["again"],
        )
    try:
        return _execute(task, {"params": {}, "ti": TaskInstance(order["attempt"])})
    except AirflowSkipException as skipped:
        return f"skipped: {skipped}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for line in sys.stdin:
    print("ENDED " + _ended(json.loads(line)), flush=True)
