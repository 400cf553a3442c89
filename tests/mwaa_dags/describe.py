"""Run by Airflow's Python: imports the DAGs of folders with the network shut, and describes them.

Its arguments are folders; on standard output stands JSON: folder -> errors and DAGs.
"""

import json
import logging
import socket
import sys

logging.disable(logging.WARNING)


def _refuse(*_args, **_kwargs):
    raise OSError("the network is shut: a DAG that is only imported wants to talk to somebody")


def _task(task):
    return {
        "owner": task.owner,
        "retries": task.retries,
        "retry_delay": task.retry_delay.total_seconds(),
        "backoff": task.retry_exponential_backoff,
        "execution_timeout": task.execution_timeout and task.execution_timeout.total_seconds(),
        "downstream": sorted(task.downstream_task_ids),
        "outlets": [asset.name for asset in task.outlets],
        "trigger_rule": str(task.trigger_rule),
        "pool": task.pool,
        "at_once": task.max_active_tis_per_dag,
        "deferrable": getattr(task, "deferrable", None),
        "job": getattr(task, "job_name", None),
        "arguments": getattr(task, "script_args", None),
        "trigger_dag": getattr(task, "trigger_dag_id", None),
    }


def _schedule(timetable):
    condition = getattr(timetable, "asset_condition", None)
    sweep = getattr(timetable, "timetable", None)
    assets = getattr(condition, "objects", [])
    return {
        "assets": [asset.name for asset in assets],
        "watchers": [
            w.trigger.serialize() if hasattr(w.trigger, "serialize") else str(w.trigger)
            for asset in assets
            for w in getattr(asset, "watchers", ())
        ],
        "sweep": sweep and sweep.delta.total_seconds(),
    }


def _dag(dag):
    return {
        "tags": sorted(dag.tags),
        "doc": dag.doc_md,
        "catchup": dag.catchup,
        "paused": dag.is_paused_upon_creation,
        "timeout": dag.dagrun_timeout and dag.dagrun_timeout.total_seconds(),
        "on_failure": getattr(dag.on_failure_callback, "__name__", None),
        "max_active_runs": dag.max_active_runs,
        "schedule": _schedule(dag.timetable),
        "params": {name: dag.params.get_param(name).schema for name in dag.params},
        "tasks": {task.task_id: _task(task) for task in dag.tasks},
    }


# The packages of a folder of DAGs.
SHIPPED = ("orchestration", "contracts", "lake_protocol")


def _forget():
    for name in [n for n in sys.modules if n.split(".")[0] in SHIPPED]:
        del sys.modules[name]


def main(folders):
    from airflow.dag_processing.dagbag import DagBag

    socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = _refuse
    found = {}
    for folder in folders:
        _forget()
        sys.path.append(folder)
        bag = DagBag(dag_folder=folder, include_examples=False)
        sys.path.remove(folder)
        found[folder] = {
            "errors": bag.import_errors,
            "dags": {name: _dag(dag) for name, dag in bag.dags.items()},
            "seconds": sum(s.duration.total_seconds() for s in bag.dagbag_stats),
        }
    print("DESCRIBED " + json.dumps(found, default=str))


main(sys.argv[1:])
