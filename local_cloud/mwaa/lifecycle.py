"""Starts and ends the Airflows of environments; takes its time."""

from __future__ import annotations

import shutil

from local_cloud.mwaa.airflow import Airflow, folder_of
from local_cloud.mwaa.catalog import note, records
from local_cloud.records import Record
from local_cloud.settings import current

_running: dict[str, Airflow] = {}


def bring_up(name: str, otherwise: str) -> None:
    """Starts an environment's Airflow.

    Args:
        name: The environment's.
        otherwise: Its status if that does not work.
    """
    record = records[name]
    try:
        _start(name, _prepared(record))
    except Exception as error:
        note(name, otherwise, error)


def change(name: str, old: Record) -> None:
    """Starts Airflow anew as it is recorded now; if that cannot be, as it was."""
    try:
        airflow = _prepared(records[name])
    except Exception as error:
        records[name] = old
        note(name, "UPDATE_FAILED", error)
        return
    _stop(name)
    try:
        _start(name, airflow)
    except Exception as error:
        records[name] = old | {"Status": "UPDATING"}
        bring_up(name, "UNAVAILABLE")
        if records[name]["Status"] == "AVAILABLE":
            note(name, "UPDATE_FAILED", error)


def take_away(name: str) -> None:
    """Ends an environment's Airflow, and forgets it."""
    _stop(name)
    shutil.rmtree(folder_of(name, current()), ignore_errors=True)
    del records[name]


def stop_all() -> None:
    """Ends what runs; it is remembered."""
    for name in list(_running):
        _stop(name)


def _prepared(record: Record) -> Airflow:
    airflow = Airflow(record["Properties"], current(), record["Port"], record["Keys"])
    airflow.prepare()
    return airflow


def _start(name: str, airflow: Airflow) -> None:
    airflow.start()
    _running[name] = airflow
    note(name, "AVAILABLE")


def _stop(name: str) -> None:
    if airflow := _running.pop(name, None):
        airflow.stop()
