"""The environments there are: made, changed, taken away, and started again with the cloud."""

from __future__ import annotations

import base64
import logging
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from local_cloud.cloud import free_port
from local_cloud.mwaa import configuration, installation
from local_cloud.mwaa.airflow import Airflow, folder_of
from local_cloud.mwaa.properties import InvalidError, Properties, complete
from local_cloud.records import Record, Records
from local_cloud.settings import HOST, current

log = logging.getLogger(__name__)

UNDER_WAY = ("CREATING", "UPDATING", "DELETING")
# Airflow's options for the secret keys that an environment has of its own.
KEYS = ("api.secret_key", "api_auth.jwt_secret", "core.fernet_key")

records = Records("mwaa", "environments")
_running: dict[str, Airflow] = {}
_lock = threading.RLock()


class UnknownError(LookupError):
    """There is no environment of this name."""


def find(name: str) -> Record:
    """What is known of an environment.

    Raises:
        UnknownError: there is none.
    """
    try:
        return records[name]
    except KeyError:
        raise UnknownError(f"environment {name} not found") from None


def create(given: Properties) -> None:
    """Begins to make an environment.

    Raises:
        InvalidError: the properties cannot be, or there is one of this name.
    """
    properties = _complete(given)
    name = properties["Name"]
    with _lock:
        if name in records:
            raise InvalidError(f"environment {name} exists already")
        records[name] = {
            "Properties": properties,
            "Status": "CREATING",
            "CreatedAt": time.time(),
            "Port": free_port(),
            "Keys": {key: _secret() for key in KEYS},
        }
    _in_background(name, partial(_bring_up, name, "CREATE_FAILED"))


def update(name: str, given: Properties) -> None:
    """Begins to change an environment; what is not given stays.

    Raises:
        UnknownError: there is none of this name.
        InvalidError: the properties cannot be, or the environment is busy.
    """
    with _lock:
        old = _idle(name)
        new = _complete({**old["Properties"], **given})
        records[name] = old | {"Properties": new, "Status": "UPDATING"}
    _in_background(name, partial(_change, name, old))


def delete(name: str) -> None:
    """Begins to take an environment away; its log groups stay.

    Raises:
        UnknownError: there is none of this name.
        InvalidError: it is busy.
    """
    with _lock:
        records[name] = _idle(name) | {"Status": "DELETING"}
    _in_background(name, partial(_take_away, name))


def wait(name: str) -> Record:
    """Waits until an environment is what it is to become.

    Raises:
        UnknownError: it is gone.
    """
    while (record := find(name))["Status"] in UNDER_WAY:
        time.sleep(0.2)
    return record


def expect() -> list[str]:
    """Marks what there was before the cloud was stopped as under way; returns the names."""
    names = [name for name, record in records.items() if record["Status"] != "CREATE_FAILED"]
    for name in names:
        record = records[name]
        if record["Status"] != "DELETING":
            records[name] = record | {"Status": "UPDATING", "Port": _port(record["Port"])}
    return names


def resume(names: list[str]) -> None:
    """Goes on with environments when the cloud answers."""
    while not _answers(current().port):
        time.sleep(0.1)
    for name in names:
        if records[name]["Status"] == "DELETING":
            _take_away(name)
        else:
            _in_background(name, partial(_bring_up, name, "UNAVAILABLE"))


def stop_all() -> None:
    """Ends what runs; it is remembered."""
    for name in list(_running):
        _stop(name)


def _complete(given: Properties) -> Properties:
    settings = current()
    properties = complete(given, installation.version(settings.airflow_python))
    # Only to see whether the options can be.
    configuration.surroundings(properties, settings, settings.folder, 0, {})
    return properties


def _idle(name: str) -> Record:
    record = find(name)
    if record["Status"] in UNDER_WAY:
        raise InvalidError(f"environment {name} is {record['Status']}")
    return record


def _bring_up(name: str, otherwise: str) -> None:
    """Starts an environment's Airflow; writes down what became of it."""
    record = records[name]
    try:
        _start(name, record, _prepared(record))
    except Exception as error:
        _note(name, otherwise, error)


def _change(name: str, old: Record) -> None:
    """Starts Airflow anew with new properties; if that cannot be, it stays as it was."""
    record = records[name]
    try:
        airflow = _prepared(record)
    except Exception as error:
        records[name] = old
        _note(name, "UPDATE_FAILED", error)
        return
    _stop(name)
    try:
        _start(name, record, airflow)
    except Exception as error:
        records[name] = old | {"Status": "UPDATING"}
        _bring_up(name, "UNAVAILABLE")
        if records[name]["Status"] == "AVAILABLE":
            _note(name, "UPDATE_FAILED", error)


def _prepared(record: Record) -> Airflow:
    airflow = Airflow(record["Properties"], current(), record["Port"], record["Keys"])
    airflow.prepare()
    return airflow


def _start(name: str, record: Record, airflow: Airflow) -> None:
    airflow.start()
    _running[name] = airflow
    _note(name, "AVAILABLE")


def _take_away(name: str) -> None:
    _stop(name)
    shutil.rmtree(folder_of(name, current()), ignore_errors=True)
    del records[name]


def _stop(name: str) -> None:
    if airflow := _running.pop(name, None):
        airflow.stop()


def _note(name: str, status: str, error: Exception | None = None) -> None:
    update: dict[str, Any] = {"Status": "SUCCESS", "CreatedAt": time.time()}
    if error:
        log.warning("environment %s: %s: %s", name, status, error)
        reason = {"ErrorCode": "INCORRECT_CONFIGURATION", "ErrorMessage": str(error)}
        update |= {"Status": "FAILED", "Error": reason}
    records[name] = records[name] | {"Status": status, "LastUpdate": update}


def _in_background(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True, name=f"mwaa-{name}").start()


def _secret() -> str:
    # What Fernet takes for a key; the others take anything.
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _port(before: int) -> int:
    """The port it had before, if it is free: addresses that people keep stay good."""
    return free_port() if _answers(before) else before
