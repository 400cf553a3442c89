"""Services that speak JSON: operations by name, which know who calls them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from local_cloud.extension import (
    Answer,
    Caller,
    Handler,
    Properties,
    Refusal,
    answer_in_thread,
    caller,
)

Document = dict[str, Any]
Operation = Callable[[Caller, Document], Document]


def invalid(message: str) -> Refusal:
    """The refusal of a call that cannot be meant so."""
    return Refusal("ValidationException", message)


def refuse_unknown(document: Document, known: Collection[str]) -> None:
    """Holds that a call asks for nothing that would be passed over.

    Raises:
        Refusal: names what it asks for.
    """
    if unknown := sorted(document.keys() - set(known)):
        raise invalid(f"not simulated by the local cloud: {', '.join(unknown)}")


def handler(operations: Mapping[str, Operation]) -> Handler:
    """A handler for operations; it refuses all others."""

    async def answer(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        name = headers.get("x-amz-target", "").rpartition(".")[2]
        operation = partial(operations.get(name, _unknown(name)), caller(headers, query))
        return await answer_in_thread(operation, body)

    return answer


def _unknown(name: str) -> Operation:
    def refuse(_: Caller, document: Document) -> Document:
        raise Refusal("UnknownOperationException", f"not simulated by the local cloud: {name}")

    return refuse
