"""What can be asked of environments: each request is checked, noted down and gone about."""

from __future__ import annotations

import base64
import secrets
import socket
import threading
import time
from collections.abc import Callable

from local_cloud.cloud import free_port
from local_cloud.mwaa import configuration, installation, lifecycle
from local_cloud.mwaa.catalog import find_idle, records
from local_cloud.mwaa.properties import InvalidError, Properties, complete
from local_cloud.settings import HOST, current

# Airflow's options for the secret keys that an environment has of its own.
KEYS = ("api.secret_key", "api_auth.jwt_secret", "core.fernet_key")

_lock = threading.Lock()


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
    _in_background(lambda: lifecycle.bring_up(name, "CREATE_FAILED"))


def update(name: str, given: Properties) -> None:
    """Begins to change an environment; what is not given stays.

    Raises:
        UnknownError: there is none of this name.
        InvalidError: the properties cannot be, or the environment is busy.
    """
    with _lock:
        old = find_idle(name)
        new = _complete({**old["Properties"], **given})
        records[name] = old | {"Properties": new, "Status": "UPDATING"}
    _in_background(lambda: lifecycle.change(name, old))


def delete(name: str) -> None:
    """Begins to take an environment away; its log groups stay.

    Raises:
        UnknownError: there is none of this name.
        InvalidError: it is busy.
    """
    with _lock:
        records[name] = find_idle(name) | {"Status": "DELETING"}
    _in_background(lambda: lifecycle.take_away(name))


def expect() -> list[str]:
    """Marks what there was before the cloud was stopped as under way; returns the names."""
    names = [name for name, record in records.items() if record["Status"] != "CREATE_FAILED"]
    for name in names:
        record = records[name]
        if record["Status"] != "DELETING":
            records[name] = record | {"Status": "UPDATING", "Port": _port(record["Port"])}
    return names


def resume(names: list[str]) -> None:
    """Goes on with environments, one after the other, when the cloud answers."""
    while not _answers(current().port):
        time.sleep(0.1)
    for name in names:
        if records[name]["Status"] == "DELETING":
            lifecycle.take_away(name)
        else:
            lifecycle.bring_up(name, "UNAVAILABLE")


def _complete(given: Properties) -> Properties:
    settings = current()
    properties = complete(given, installation.version(settings.airflow_python))
    # Only to see whether the options can be.
    configuration.surroundings(properties, settings, settings.folder, 0, dict.fromkeys(KEYS, ""))
    return properties


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True, name="mwaa").start()


def _secret() -> str:
    # What Fernet takes for a key; the others take anything.
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _port(before: int) -> int:
    """The port it had before, if it is free: addresses that people keep stay good."""
    return free_port() if _answers(before) else before
