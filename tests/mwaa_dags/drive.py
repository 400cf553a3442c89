"""Run by Airflow's Python: executes the operator once, as a worker and the triggerer would.

Its arguments are a folder of DAGs, whether the task may wait elsewhere, and whether to look again.
On standard output stands how it ended.
"""

import asyncio
import sys

sys.path.append(sys.argv[1])

from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowSkipException, TaskDeferred

from orchestration.aws import client
from orchestration.lake_job import LakeJob


def due(_):
    """What was put into `in` and is not in `out`."""
    s3 = client("s3")

    def names(place):
        found = s3.list_objects_v2(Bucket="shop", Prefix=f"{place}/").get("Contents", [])
        return {o["Key"].partition("/")[2] for o in found}

    left = sorted(names("in") - names("out"))
    return f"left: {', '.join(left)}" if left else None


class TaskInstance:
    try_number = int(sys.argv[4])


async def _event(trigger):
    return (await anext(trigger.run())).payload


def _execute(task):
    times, context = 0, {"params": {}, "ti": TaskInstance}
    step = lambda: task.execute(context)  # noqa: E731
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


with DAG("test", schedule=None):
    task = LakeJob(
        job="raw_to_bronze",
        due=due,
        deferrable=sys.argv[2] == "deferrable",
        repeat=sys.argv[3] == "repeat",
    )
try:
    print("ENDED", _execute(task))
except AirflowSkipException as skipped:
    print("ENDED skipped:", skipped)
except Exception as error:
    print(f"ENDED {type(error).__name__}: {error}")
