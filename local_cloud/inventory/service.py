"""Answers what there is: the stores of all services, and the records of our own parts."""

from __future__ import annotations

import json

from local_cloud.extension import Answer, Properties, add_service, stores
from local_cloud.inventory import SERVICE, TARGET
from local_cloud.records import all_records


def register() -> None:
    """Adds the service."""
    add_service(SERVICE, targets=[TARGET], hosts=[], handler=_answer)


async def _answer(
    method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
) -> Answer:
    found = json.dumps(stores() | all_records())
    return 200, {"Content-Type": "application/json"}, found.encode()
