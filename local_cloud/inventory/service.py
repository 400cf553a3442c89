"""Answers what there is: the stores of all services, and the records of our own parts."""

from __future__ import annotations

import json
import sys

from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict

from local_cloud.extension import Answer, Properties, add_service
from local_cloud.inventory import SERVICE, TARGET
from local_cloud.records import all_records


def register() -> None:
    """Adds the service."""
    add_service(SERVICE, targets=[TARGET], hosts=[], handler=_answer)


async def _answer(
    method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
) -> Answer:
    found = json.dumps(_stores() | all_records())
    return 200, {"Content-Type": "application/json"}, found.encode()


def _stores() -> dict[str, list[str]]:
    found = {}
    for module in [m for n, m in sys.modules.items() if n.startswith("ministack.services.")]:
        service = module.__name__.split(".")[2]
        for name, store in vars(module).items():
            if isinstance(store, (AccountRegionScopedDict, AccountScopedDict)):
                names = [str(key[-1]) for key, value in store._data.items() if value]
                found[f"{service}.{name.lstrip('_')}"] = names
    return found
