"""What is known of the environments, and remembered over a restart."""

from __future__ import annotations

import logging
import time
from typing import Any

from local_cloud.mwaa.properties import InvalidError
from local_cloud.records import Record, Records

UNDER_WAY = ("CREATING", "UPDATING", "DELETING")

records = Records("mwaa", "environments")


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


def find_idle(name: str) -> Record:
    """What is known of an environment that can be changed now.

    Raises:
        UnknownError: there is none.
        InvalidError: something is under way.
    """
    record = find(name)
    if record["Status"] in UNDER_WAY:
        raise InvalidError(f"environment {name} is {record['Status']}")
    return record


def wait(name: str) -> Record:
    """Waits until an environment is what it is to become.

    Raises:
        UnknownError: it is gone.
    """
    while (record := find(name))["Status"] in UNDER_WAY:
        time.sleep(0.2)
    return record


def note(name: str, status: str, error: Exception | None = None) -> None:
    """Writes down what became of an environment, and why."""
    update: dict[str, Any] = {"Status": "SUCCESS", "CreatedAt": time.time()}
    if error:
        logging.getLogger(__name__).warning("environment %s: %s: %s", name, status, error)
        reason = {"ErrorCode": "INCORRECT_CONFIGURATION", "ErrorMessage": str(error)}
        update |= {"Status": "FAILED", "Error": reason}
    records[name] = records[name] | {"Status": status, "LastUpdate": update}
