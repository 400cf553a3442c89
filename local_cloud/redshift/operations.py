"""Services that speak JSON: operations by name, each in a thread of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from local_cloud.extension import Answer, Caller, Handler, Properties, Refusal, caller

Document = dict[str, Any]
Operation = Callable[[Caller, Document], Document]


def invalid(message: str) -> Refusal:
    """The refusal of a call that cannot be meant so."""
    return Refusal("ValidationException", message)


def handler(operations: Mapping[str, Operation]) -> Handler:
    """A handler for operations; it refuses all others."""

    async def answer(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        name = headers.get("x-amz-target", "").rpartition(".")[2]
        if (operation := operations.get(name)) is None:
            return _refusal(
                "UnknownOperationException", f"not simulated by the local cloud: {name}"
            )
        document = json.loads(body or b"{}")
        try:
            found = await asyncio.to_thread(operation, caller(headers, query), document)
        except Refusal as refusal:
            return _refusal(refusal.code, str(refusal))
        return _json(200, found)

    return answer


def _refusal(code: str, message: str) -> Answer:
    return _json(400, {"__type": code, "message": message, "Message": message})


def _json(status: int, document: Document) -> Answer:
    headers = {"Content-Type": "application/x-amz-json-1.1"}
    return status, headers, json.dumps(document).encode()
