"""How the cloud is extended: types of CloudFormation resources, services, and operations of them.

The only module that touches how ministack is made; its names are private, so its version is pinned.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import ministack.app
from ministack.core import iam_actions, router
from ministack.core.concurrency import run_reentrant
from ministack.core.responses import error_response_json, json_response
from ministack.services.cloudformation import provisioners

Properties = dict[str, Any]
# Physical id, and the attributes that Fn::GetAtt finds.
Made = tuple[str, Properties]
# Status, headers, body.
Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[str, str, dict[str, str], bytes, Properties], Awaitable[Answer]]
# From the request's body to the answer's.
Operation = Callable[[Properties], Properties]


class Refusal(Exception):
    """An operation is refused; the caller gets the code and these words."""

    def __init__(self, code: str, message: str) -> None:
        """Refuses with a code such as `EntityNotFoundException`."""
        super().__init__(message)
        self.code = code


class Resource(Protocol):
    """A type of resource. Whatever it raises fails the stack with these words."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one."""

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes one in place, or makes another one under another id."""

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes one away; it may be gone already."""


def add_resource(kind: str, resource: Resource) -> None:
    """Teaches CloudFormation a type such as `AWS::EC2::EIP`."""
    provisioners._RESOURCE_HANDLERS[kind] = {
        "create": resource.create,
        "update": resource.update,
        "delete": resource.delete,
    }


def add_service(name: str, *, targets: list[str], hosts: list[str], handler: Handler) -> None:
    """Adds a service; IAM is enforced for it under its name.

    Args:
        name: The name that actions begin with, as in `redshift-data:ExecuteStatement`.
        targets: What the header `X-Amz-Target` begins with.
        hosts: Patterns of host names.
        handler: Answers requests, in the event loop: what takes long belongs in a thread.
    """
    router.SERVICE_PATTERNS[name] = {"target_prefixes": targets, "host_patterns": hosts}
    ministack.app.SERVICE_HANDLERS[name] = handler
    iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = name


def add_operations(service: str, operations: dict[str, Operation]) -> None:
    """Replaces operations of a service that speaks JSON, or adds them; the others stay.

    Args:
        service: One that ministack has, such as `glue`.
        operations: By name, such as `StartJobRun`; each call runs in a thread of its own.
    """
    others = ministack.app.SERVICE_HANDLERS[service]

    async def handler(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        operation = operations.get(headers.get("x-amz-target", "").rpartition(".")[2])
        if operation is None:
            answer: Answer = await others(method, path, headers, body, query)
        else:
            answer = await run_reentrant(_answer, operation, body, thread_name=f"cloud-{service}")
        return answer

    ministack.app.SERVICE_HANDLERS[service] = handler


def _answer(operation: Operation, body: bytes) -> Answer:
    try:
        answer: Answer = json_response(operation(json.loads(body or b"{}")))
    except Refusal as refusal:
        answer = error_response_json(refusal.code, str(refusal), 400)
    return answer
