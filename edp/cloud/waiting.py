"""Waits until what has arrived in raw is in the warehouse."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from edp.cloud.environment import Environment
from edp.cloud.reasons import raise_failures
from edp.cloud.steps import Tell
from edp.cloud.warehouse import loaded
from edp.errors import EdpError
from lakehouse import ledger
from lakehouse.bronze.arrivals import new_files
from lakehouse.jobs.raw_to_bronze import waiting
from lakehouse.publication import newest

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_LOAD = 900


def wait_until_loaded(environment: Environment, tell: Tell) -> None:
    """Returns when every file that is in raw has come all the way, or tells why it does not.

    Raises:
        EdpError: a DAG run has failed, arrivals were not told, or it takes too long.
    """
    until, since = time.monotonic() + SECONDS_TO_LOAD, datetime.now(UTC)
    while (missing := what_is_missing(environment)) is not None:
        raise_failures(environment, since)
        if time.monotonic() > until:
            raise EdpError(f"{missing} after {SECONDS_TO_LOAD} seconds: see `edp status`")
        tell(missing)
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise_failures(environment, since)


def what_is_missing(environment: Environment) -> str | None:
    """What the files in raw wait for; None when they are in the warehouse."""
    places = environment.handover["places"]
    silver, last_ingest = _newest(places["silver_publications"])
    gold, of_silver = _newest(places["gold_publications"])
    if left := new_files(waiting(places["raw"]).files, ledger.entries(places["ledger"])):
        return f"{len(left)} files wait for bronze"
    if last_ingest < ledger.taken(places["ledger"]):
        return "bronze waits for silver"
    if of_silver < silver:
        return "silver waits for gold"
    if loaded(environment) < gold:
        return "gold waits for the warehouse"
    return None


def _newest(place: str) -> tuple[int, int]:
    """Number of the current publication, and of what it was built from; 0 before the first."""
    found = newest(place)
    return (found["publication"], found["built_from"]) if found else (0, 0)
